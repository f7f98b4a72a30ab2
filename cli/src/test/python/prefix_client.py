"""Rows 15, 16, 17: the length of the text in characters, then its bytes.

prefix_client.py HOST PORT [--mute] [--key KEY [--proof short|late|together]]
mute: reads no answers. short: ends its stream within the proof; late: sends none; together: the first message is in
the write of the proof
"""
import hmac
import socket
import struct
import sys

flags = dict(zip(sys.argv, sys.argv[1:]))
client = socket.socket()
client.connect((sys.argv[1], int(sys.argv[2])))
how = flags.get("--proof")
proof = b""
if "--key" in flags:
    proof = hmac.new(flags["--key"].encode(), client.recv(32), "md5").digest()
    if how == "short":
        client.send(proof[:9])
        client.shutdown(socket.SHUT_WR)
    elif how == "late":
        print(client.recv(1024), flush=True)
    elif not how:
        client.send(proof)
        proof = b""
try:
    for line in sys.stdin:
        text = line.rstrip("\n")
        client.send(proof + struct.pack("i", len(text)))
        proof = b""
        client.send(text.encode("utf-8"))
        if "--mute" in sys.argv:
            continue
        answer = client.recv(1024)
        if not answer:
            break
        print(answer.decode("utf-8"), flush=True)
except ConnectionError:
    pass
client.close()
print("(closed)", flush=True)
