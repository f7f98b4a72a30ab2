"""Datagrams with source addresses that are not ours; for root, on a loopback where 10.0.0.0/8 is local.

forge.py loop PORT OTHER    one, from 127.0.0.1:OTHER to 127.0.0.1:PORT
forge.py flood PORT 0       without end, each from another address of 10.0.0.0/8
"""
import random
import socket
import struct
import sys


def datagram(source, source_port, port, payload):
    length = 8 + len(payload)
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + length, 0, 0, 64, socket.IPPROTO_UDP, 0, source, LOOPBACK)
    # The kernel fills in the checksum of IP; UDP's may be absent (RFC 768).
    return ip + struct.pack(">HHHH", source_port, port, length, 0) + payload


LOOPBACK = socket.inet_aton("127.0.0.1")
mode, port, other = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
if mode == "loop":
    raw.sendto(datagram(LOOPBACK, other, port, b"forged"), ("127.0.0.1", 0))
else:
    chance = random.Random(1)
    destination = ("127.0.0.1", 0)
    tail = datagram(LOOPBACK, 0, port, b"forged")
    head, middle, end = tail[:12], tail[16:20], tail[22:]
    while True:
        n = chance.getrandbits(40)
        source = b"\x0a" + (n & 0xFFFFFF).to_bytes(3, "big")
        raw.sendto(head + source + middle + (1024 + (n >> 24) % 64000).to_bytes(2, "big") + end, destination)
