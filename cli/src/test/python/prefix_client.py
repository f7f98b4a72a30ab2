"""Rows 15, 16, 17: the other side.

prefix_client.py HOST PORT [KEY [right|short|late|together]]
short: ends its stream within the proof; late: sends none until a line is typed; together: the first message is in
the write of the proof
"""
import hmac
import socket
import struct
import sys

client = socket.create_connection((sys.argv[1], int(sys.argv[2])))
how = sys.argv[4] if len(sys.argv) > 4 else "right"
proof = b""
if len(sys.argv) > 3:
    challenge = b""
    while len(challenge) < 32:
        challenge += client.recv(32 - len(challenge))
    proof = hmac.new(sys.argv[3].encode(), challenge, "md5").digest()
    if how == "short":
        client.sendall(proof[:9])
        client.shutdown(socket.SHUT_WR)
    elif how == "late":
        print(client.recv(1024), flush=True)
    elif how == "right":
        client.sendall(proof)
        proof = b""
try:
    for line in sys.stdin:
        message = line.rstrip("\n").encode()
        client.sendall(proof + struct.pack("i", len(message)) + message)
        proof = b""
        answer = client.recv(1024)
        if not answer:
            break
        print(answer.decode(), flush=True)
except ConnectionError:
    pass
client.close()
print("(closed)", flush=True)
