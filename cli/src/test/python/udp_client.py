"""Rows 3, 4, 6, 10, 13: each line is a datagram, an empty line an empty one.

udp_client.py HOST PORT [--mute] [--broadcast]     mute: waits for no answers
"""
import socket
import sys

address = (sys.argv[1], int(sys.argv[2]))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if "--broadcast" in sys.argv:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
for line in sys.stdin:
    client.sendto(line.rstrip("\n").encode(), address)
    if "--mute" not in sys.argv:
        print("<" + client.recvfrom(1024)[0].decode() + ">", flush=True)
print("(closed)", flush=True)
