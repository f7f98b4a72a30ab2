"""Rows 3, 4, 6, 10: one socket; shows each datagram and answers it to where it came from.

udp_server.py print COUNT           shows so many datagrams and their senders, then ends
udp_server.py upper                 answers in capital letters, an empty datagram with an empty one
udp_server.py fixed TEXT            answers with a text
udp_server.py chat                  a person types the answers; an empty datagram ends it
--any: at every address of the machine; --port PORT: there
"""
import socket
import sys

what = sys.argv[1]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
port = int(dict(zip(sys.argv, sys.argv[1:])).get("--port", 0))
server.bind(("" if "--any" in sys.argv else "127.0.0.1", port))
print(server.getsockname()[1], flush=True)
count = 0
while True:
    data, address = server.recvfrom(1024)
    if what == "print":
        print(data.decode("utf-8"), address[0], address[1], flush=True)
        count += 1
        if count == int(sys.argv[2]):
            break
        continue
    if what == "chat" and not data:
        break
    print("收到来自%s: 说:%s" % (address[0], data.decode("utf-8")), flush=True)
    if what == "upper":
        server.sendto(data.upper(), address)
    elif what == "fixed":
        server.sendto(sys.argv[2].encode("utf-8"), address)
    else:
        server.sendto(input().encode("utf-8"), address)
server.close()
