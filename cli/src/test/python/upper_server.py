"""Rows 5, 7, 12: one client after the other; shows each message and answers it in capital letters.

upper_server.py [--text] [--over WORD] [--spin] [--careless]
text: str.upper(), not bytes.upper(); over: the word that closes without an answer; spin: does not look for an empty
read; careless: does not survive a client that vanishes
"""
import socket
import sys

over = dict(zip(sys.argv, sys.argv[1:])).get("--over")
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
            if not data and "--spin" not in sys.argv:
                break
            print("收到来自%s: 说:%s" % (address[0], data.decode("utf-8")), flush=True)
            if over is not None and data.decode("utf-8") == over:
                break
            if "--text" in sys.argv:
                data = data.decode("utf-8").upper().encode("utf-8")
            else:
                data = data.upper()
            connection.send(data)
    except ConnectionError:
        if "--careless" in sys.argv:
            raise
        print("(vanished)", flush=True)
    connection.close()
    print("(next)", flush=True)
