"""Rows 3, 4, 6, 10: one socket, each datagram answered to where it came from.

udp_server.py print                 shows one datagram and its sender, then ends
udp_server.py upper                 answers in capital letters, an empty datagram with an empty one
udp_server.py fixed TEXT            answers with a text
udp_server.py chat                  a person types the answers
"""
import socket
import sys

what = sys.argv[1]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("" if "--any" in sys.argv else "127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
while True:
    data, address = server.recvfrom(1024)
    if what == "print":
        print(data.decode(), address[0], address[1], flush=True)
        break
    if what == "upper":
        server.sendto(data.upper(), address)
    elif what == "fixed":
        server.sendto(sys.argv[2].encode(), address)
    else:
        print(data.decode(), flush=True)
        server.sendto(sys.stdin.readline().rstrip("\n").encode(), address)
