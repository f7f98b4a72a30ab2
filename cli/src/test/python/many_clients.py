"""Row 8: so many clients, all connected before the first speaks; each asks three times.

many_clients.py tcp|udp HOST PORT COUNT
"""
import socket
import sys
import threading

kind = socket.SOCK_STREAM if sys.argv[1] == "tcp" else socket.SOCK_DGRAM
count = int(sys.argv[4])
together = threading.Barrier(count)
right = []


def client(number):
    with socket.socket(socket.AF_INET, kind) as peer:
        peer.connect((sys.argv[2], int(sys.argv[3])))
        together.wait()
        for turn in range(3):
            text = "client %d turn %d" % (number, turn)
            peer.sendall(text.encode())
            if peer.recv(1024).decode() == text.upper():
                right.append(text)


threads = [threading.Thread(target=client, args=(number,)) for number in range(count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(right), "right", flush=True)
