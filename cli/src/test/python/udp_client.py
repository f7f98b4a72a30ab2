"""Rows 3, 4, 6, 10, 13, 20: each line is a datagram, an empty line an empty one; quit leaves, unsent.

udp_client.py HOST PORT [--mute] [--stamp] [--broadcast]     mute: waits for no answers
"""
import socket
import sys
import time

address = (sys.argv[1], int(sys.argv[2]))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if "--broadcast" in sys.argv:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
for line in sys.stdin:
    text = line.rstrip("\n")
    if text == "quit":
        break
    if "--stamp" in sys.argv:
        text = "[%s]:%s" % (time.ctime(), text)
    client.sendto(text.encode("utf-8"), address)
    if "--mute" in sys.argv:
        print("(sent)", flush=True)
    else:
        print("<" + client.recvfrom(1024)[0].decode("utf-8") + ">", flush=True)
client.close()
print("(closed)", flush=True)
