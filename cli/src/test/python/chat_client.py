"""Rows 1, 2, 5, 7, 9, 10, 11, 13: types a line, sends it without its end, prints what one read brings.

chat_client.py HOST PORT [--chat] [--leave WORD]... [--unsent WORD]... [--blind]
chat: q or Q ends it, sent or received; leave: sends the word and leaves; unsent: leaves without sending it;
blind: does not look whether a read was empty
"""
import socket
import sys

flags = list(zip(sys.argv, sys.argv[1:]))
leave = [word for flag, word in flags if flag == "--leave"]
unsent = [word for flag, word in flags if flag == "--unsent"]
ends = ["q", "Q"] if "--chat" in sys.argv else []
client = socket.socket()
client.connect((sys.argv[1], int(sys.argv[2])))
print("(connected)", flush=True)
for line in sys.stdin:
    text = line.rstrip("\n")
    if not text:
        continue
    if text in unsent:
        break
    client.send(text.encode("utf-8"))
    if text in leave + ends:
        break
    data = client.recv(1024)
    if not data and "--blind" not in sys.argv:
        break
    print(data.decode("utf-8"), flush=True)
    if data.decode("utf-8") in ends:
        break
client.close()
print("(closed)", flush=True)
