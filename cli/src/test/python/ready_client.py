"""Row 14: announces characters, waits for ready, sends bytes. The answer is raw, or comes with ready as well.

ready_client.py HOST PORT [--both] [--mute]
"""
import socket
import sys

client = socket.socket()
client.connect((sys.argv[1], int(sys.argv[2])))
for line in sys.stdin:
    text = line.rstrip("\n")
    client.send(str(len(text)).encode("utf-8"))
    word = client.recv(1024)
    if word != b"ready":
        print("not ready:", word, flush=True)
        break
    client.send(text.encode("utf-8"))
    if "--mute" in sys.argv:
        continue
    if "--both" in sys.argv:
        size = int(client.recv(1024))
        client.send(b"ready")
        answer = b""
        while len(answer) < size:
            answer += client.recv(1024)
    else:
        answer = client.recv(1024)
    print(len(answer), answer.decode("utf-8")[:20], flush=True)
client.close()
print("(closed)", flush=True)
