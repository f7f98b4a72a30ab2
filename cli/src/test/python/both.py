"""Row 19: one program for both transports; asks which until it is told.

both.py client HOST TCP_PORT UDP_PORT
both.py server                            shows one message and answers it in capital letters
"""
import socket
import sys

while True:
    print("t or u?", flush=True)
    choice = sys.stdin.readline().strip()
    if choice == "q":
        sys.exit()
    if choice in ("t", "u"):
        break
kind = socket.SOCK_STREAM if choice == "t" else socket.SOCK_DGRAM
peer = socket.socket(socket.AF_INET, kind)
if sys.argv[1] == "client":
    peer.connect((sys.argv[2], int(sys.argv[3] if choice == "t" else sys.argv[4])))
    for line in sys.stdin:
        peer.sendall(line.rstrip("\n").encode())
        print(peer.recv(1024).decode(), flush=True)
    sys.exit()
peer.bind(("127.0.0.1", 0))
if choice == "t":
    peer.listen(5)
    print(peer.getsockname()[1], flush=True)
    connection, address = peer.accept()
    connection.sendall(connection.recv(1024).upper())
    connection.close()
else:
    print(peer.getsockname()[1], flush=True)
    data, address = peer.recvfrom(1024)
    peer.sendto(data.upper(), address)
