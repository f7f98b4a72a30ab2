"""Rows 15, 16, 17: reads a length, then until at least so many bytes have come, whatever came with them.

prefix_server.py            shows each message and never answers; ends with its only client, by a struct.error
prefix_server.py KEY        first the login; answers in capital letters, without a length; serves the next client
"""
import hmac
import os
import socket
import struct
import sys


def logged_in(connection):
    challenge = os.urandom(32)
    connection.send(challenge)
    proof = connection.recv(16)
    wanted = hmac.new(sys.argv[1].encode(), challenge, "md5").digest()
    return hmac.compare_digest(proof, wanted)


def talk(connection, answers):
    while True:
        header = connection.recv(4)
        if answers and not header:
            break
        size = struct.unpack("i", header)[0]
        data = b""
        while len(data) < size:
            data += connection.recv(1024)
        print("收到来自%s: 说:%s" % (address[0], data.decode("utf-8")), flush=True)
        if answers:
            connection.send(data.upper())


server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
if len(sys.argv) == 1:
    connection, address = server.accept()
    talk(connection, False)
while True:
    connection, address = server.accept()
    if logged_in(connection):
        talk(connection, True)
    else:
        print("(refused)", flush=True)
    connection.close()
    print("(next)", flush=True)
