"""Rows 9, 10, 11: shows each message and answers it with a text before it.

reply_server.py TEXT [--bare] [--once] [--quit WORD]... [--over WORD]... [--spin]
bare: the text alone; once: one answer for each client; quit: answered, then closed; over: closed without an answer;
spin: does not look for an empty read
"""
import socket
import sys

flags = list(zip(sys.argv, sys.argv[1:]))
text = sys.argv[1]
quit_words = [word for flag, word in flags if flag == "--quit"]
over = [word for flag, word in flags if flag == "--over"]
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
while True:
    connection, address = server.accept()
    while True:
        data = connection.recv(1024)
        if not data and "--spin" not in sys.argv:
            break
        message = data.decode("utf-8")
        print("收到来自%s: 说:%s" % (address[0], message), flush=True)
        if message in over:
            break
        connection.send((text if "--bare" in sys.argv else text + message).encode("utf-8"))
        if "--once" in sys.argv or message in quit_words:
            break
    connection.close()
    print("(next)", flush=True)
