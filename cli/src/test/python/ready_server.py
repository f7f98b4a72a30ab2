"""Row 14: reads a length, says ready, reads until at least so many bytes have come. One conversation.

ready_server.py [--mute | --both]     mute: only shows the message; both: the answer comes with ready as well
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
    connection.send(b"ready")
    data = b""
    while len(data) < int(digits):
        data += connection.recv(1024)
    print("收到来自%s: 说:%s" % (address[0], data.decode("utf-8")), flush=True)
    if "--mute" in sys.argv:
        continue
    answer = data.decode("utf-8").upper()
    if "--both" in sys.argv:
        connection.send(str(len(answer)).encode("utf-8"))
        connection.recv(1024)
    connection.send(answer.encode("utf-8"))
print("(closed)", flush=True)
