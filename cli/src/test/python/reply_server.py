"""Rows 9, 10, 11: answers each message with a text before it.

reply_server.py TEXT [--once] [--bare] [--quit WORD]...     bare: the text alone; quit: answers, then closes
"""
import socket
import sys

text = sys.argv[1].encode()
quit_words = [word.encode() for flag, word in zip(sys.argv, sys.argv[1:]) if flag == "--quit"]
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
while True:
    connection, address = server.accept()
    while True:
        data = connection.recv(1024)
        if not data:
            break
        connection.sendall(text if "--bare" in sys.argv else text + data)
        if "--once" in sys.argv or data in quit_words:
            break
    connection.close()
    print("(next)", flush=True)
