"""Rows 1, 2: a person types the answers; q or Q of either side ends the talk. Nobody looks for an empty read.

chat_server.py           one conversation, then the program ends
chat_server.py --next    the next client; the connection of the last one is closed when that one has come
"""
import socket
import sys

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
while True:
    connection, address = server.accept()
    while True:
        text = connection.recv(1024).decode("utf-8")
        print("收到来自%s: 说:%s" % (address[0], text), flush=True)
        if text in ("q", "Q"):
            break
        answer = input()
        connection.send(answer.encode("utf-8"))
        if answer in ("q", "Q"):
            break
    if "--next" not in sys.argv:
        break
    print("(next)", flush=True)
connection.close()
server.close()
