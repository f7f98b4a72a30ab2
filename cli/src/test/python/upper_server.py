"""Rows 5, 7, 12: one client after the other, answers in capital letters; survives clients that vanish.

upper_server.py [WORD]     the word that ends a conversation
"""
import socket
import sys

over = sys.argv[1].encode() if len(sys.argv) > 1 else None
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
while True:
    connection, address = server.accept()
    try:
        while True:
            data = connection.recv(1024)
            if not data:
                break
            connection.sendall(data.upper())
            if data == over:
                break
    except ConnectionError:
        print("(vanished)", flush=True)
    connection.close()
    print("(next)", flush=True)
