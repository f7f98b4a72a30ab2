"""Row 14: reads a length, says ready, reads the message in pieces of at most 1,024 bytes.

ready_server.py [--mute]     mute: answers nothing, only shows the message
"""
import socket
import sys

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
connection, address = server.accept()
while True:
    digits = connection.recv(1024)
    if not digits:
        break
    connection.sendall(b"ready")
    message = b""
    while len(message) < int(digits):
        message += connection.recv(1024)
    print(len(message), message[:20].decode(), flush=True)
    if "--mute" not in sys.argv:
        connection.sendall(message.upper())
print("(closed)", flush=True)
