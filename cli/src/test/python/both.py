"""Row 19: one program for both transports; asks which, and asks again on anything else.

both.py client HOST TCP_PORT UDP_PORT     q leaves
both.py server                            shows each message and answers it in capital letters
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
        if line == "q\n":
            break
        peer.send(line.rstrip("\n").encode("utf-8"))
        print(peer.recv(1024).decode("utf-8"), flush=True)
    peer.close()
    sys.exit()
peer.bind(("127.0.0.1", 0))
if choice == "t":
    peer.listen(5)
    print(peer.getsockname()[1], flush=True)
    connection, address = peer.accept()
    while True:
        data = connection.recv(1024)
        if not data:
            break
        print("收到来自%s: 说:%s" % (address[0], data.decode("utf-8")), flush=True)
        connection.send(data.upper())
    connection.close()
else:
    print(peer.getsockname()[1], flush=True)
    while True:
        data, address = peer.recvfrom(1024)
        print("收到来自%s: 说:%s" % (address[0], data.decode("utf-8")), flush=True)
        peer.sendto(data.upper(), address)
