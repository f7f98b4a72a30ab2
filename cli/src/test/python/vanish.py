"""Row 12: begins a message and vanishes.

vanish.py client reset|hang HOST PORT HEX     sends the bytes; resets, or waits to be killed
vanish.py server reset|close|hang HEX         the same as a server, for one client
"""
import socket
import struct
import sys

if sys.argv[1] == "client":
    peer = socket.create_connection((sys.argv[3], int(sys.argv[4])))
else:
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(5)
    print(server.getsockname()[1], flush=True)
    peer, address = server.accept()
peer.sendall(bytes.fromhex(sys.argv[-1]))
print("(sent)", flush=True)
sys.stdin.readline()
if sys.argv[2] == "reset":
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
peer.close()
