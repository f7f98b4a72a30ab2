"""Row 14: the other side. The answer is raw, or comes with ready as well.

ready_client.py HOST PORT [--both]
"""
import socket
import sys

client = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for line in sys.stdin:
    message = line.rstrip("\n").encode()
    client.sendall(str(len(message)).encode())
    word = client.recv(1024)
    if word != b"ready":
        print("not ready:", word, flush=True)
        break
    client.sendall(message)
    size = len(message)
    if "--both" in sys.argv:
        size = int(client.recv(1024))
        client.sendall(b"ready")
    answer = b""
    while len(answer) < size:
        answer += client.recv(1024)
    print(len(answer), answer[:20].decode(), flush=True)
client.close()
print("(closed)", flush=True)
