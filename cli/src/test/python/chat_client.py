"""Rows 1, 2, 5, 7, 9, 10, 11, 13, 20: types a line, sends it without its end, prints what one read brings.

chat_client.py HOST PORT [--stamp] [--leave WORD]...     after such a word no answer is read
"""
import socket
import sys
import time

stamp = "--stamp" in sys.argv
leave = [word for flag, word in zip(sys.argv, sys.argv[1:]) if flag == "--leave"]
client = socket.socket()
client.connect((sys.argv[1], int(sys.argv[2])))
print("(connected)", flush=True)
for line in sys.stdin:
    text = line.rstrip("\n")
    if not text:
        continue
    client.sendall(("[%s]:%s" % (time.ctime(), text) if stamp else text).encode())
    if text in leave:
        break
    data = client.recv(1024)
    if not data:
        break
    print(data.decode(), flush=True)
client.close()
print("(closed)", flush=True)
