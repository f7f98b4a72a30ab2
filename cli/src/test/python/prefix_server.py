"""Rows 15, 16, 17: a 4-byte native length before each request, answers without one; first the login.

prefix_server.py [KEY]
"""
import hmac
import os
import socket
import struct
import sys


def exactly(connection, size):
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            return None
        data += piece
    return data


def logged_in(connection):
    if len(sys.argv) < 2:
        return True
    challenge = os.urandom(32)
    connection.sendall(challenge)
    proof = exactly(connection, 16)
    wanted = hmac.new(sys.argv[1].encode(), challenge, "md5").digest()
    return proof is not None and hmac.compare_digest(proof, wanted)


server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)
while True:
    connection, address = server.accept()
    if logged_in(connection):
        while True:
            header = exactly(connection, 4)
            if header is None:
                break
            message = exactly(connection, struct.unpack("i", header)[0])
            connection.sendall(message.upper())
    else:
        print("(refused)", flush=True)
    connection.close()
    print("(next)", flush=True)
