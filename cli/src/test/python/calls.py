"""Row 22: the other calls on sockets that the tutorials list.

calls.py connect_ex HOST PORT          prints the code that connect_ex returns
calls.py options HOST PORT             sets what can be set, asks, prints the addresses as the two ends see them
calls.py half_close HOST PORT          sends lines, ends its output, prints all that comes back
calls.py half_close_server             takes all until the end of the stream, then answers
calls.py unix PATH                     asks over a Unix-domain socket
calls.py unix_server PATH              answers there, in capital letters
calls.py crowd HOST PORT COUNT         row 18: so many connections, prints how many are closed at the door
"""
import socket
import sys


def all_of(peer):
    data = b""
    while True:
        piece = peer.recv(1024)
        if not piece:
            return data
        data += piece


what, rest = sys.argv[1], sys.argv[2:]
if what == "connect_ex":
    print(socket.socket().connect_ex((rest[0], int(rest[1]))), flush=True)
elif what == "options":
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    peer.settimeout(10)
    peer.connect((rest[0], int(rest[1])))
    peer.sendall(b"who am i")
    print(peer.recv(1024).decode(), "%s:%d" % peer.getsockname(), peer.getpeername()[1], flush=True)
elif what == "half_close":
    peer = socket.create_connection((rest[0], int(rest[1])))
    peer.sendall(b"one\ntwo\nthree")
    peer.shutdown(socket.SHUT_WR)
    print(all_of(peer).decode(), end="", flush=True)
elif what == "half_close_server":
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    print(server.getsockname()[1], flush=True)
    peer, address = server.accept()
    peer.sendall(all_of(peer).upper())
    peer.close()
elif what == "unix":
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(rest[0])
    peer.sendall(b"over a file")
    print(peer.recv(1024).decode(), flush=True)
elif what == "unix_server":
    server = socket.socket(socket.AF_UNIX)
    server.bind(rest[0])
    server.listen(1)
    print("(listening)", flush=True)
    peer, address = server.accept()
    peer.sendall(peer.recv(1024).upper())
    peer.close()
elif what == "crowd":
    peers = []
    closed = 0
    for number in range(int(rest[2])):
        peer = socket.create_connection((rest[0], int(rest[1])))
        try:
            peer.sendall(b"x")
            if peer.recv(1024):
                peers.append(peer)
            else:
                closed += 1
        except ConnectionError:
            closed += 1
    print(len(peers), "served", closed, "closed", flush=True)
