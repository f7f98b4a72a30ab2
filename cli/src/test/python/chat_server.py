"""Rows 1, 2 of the tutorials: talks with one client after the other; a person types the answers.

chat_server.py [CLIENTS]
"""
import socket
import sys

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
    connection, address = server.accept()
    while True:
        data = connection.recv(1024)
        if not data:
            break
        print(data.decode(), flush=True)
        if data in (b"q", b"Q"):
            break
        answer = sys.stdin.readline().rstrip("\n")
        connection.sendall(answer.encode())
        if answer in ("q", "Q"):
            break
    connection.close()
    print("(next)", flush=True)
