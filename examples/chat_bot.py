#!/usr/bin/env python3
"""A bot in a room of a Parley chat server: docs/CHAT.md, one JSON object a line.

    chat_bot.py HOST PORT [ROOM]

Answers "!roll" with a number and "!count" with how much was said since it is here. It keeps no state: after a
restart it sees the end of the log again, and answers nothing that is older than itself. Stopped by Ctrl-C or kill, it
says that it quits: otherwise the server would keep its name for 75 s, and it could not start again within them.
"""
import json
import random
import signal
import socket
import sys
import uuid


def main(host, port, room="#lobby"):
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # kill is as Ctrl-C
    with socket.create_connection((host, int(port))) as server:
        def say(**request):
            server.sendall(json.dumps(request).encode() + b"\n")

        lines = server.makefile(encoding="utf-8", newline="\n")
        try:
            say(kind="hello", version=1, name="bot", client="chat_bot.py", rooms=[{"room": room, "seq": 0}])
            hear(lines, say, room)
        except KeyboardInterrupt:
            say(kind="quit")
            for _ in lines:  # up to the end of the connection
                pass


def hear(lines, say, room):
    heard, seen = 0, None
    for line in lines:
        notice = json.loads(line)
        kind = notice["kind"]
        if kind == "room":  # what follows up to this place was said before
            seen = notice["last"]
        elif kind == "message" and notice["type"] == "text" and notice["seq"] > seen:
            heard += 1
            answer = {"!roll": random.randint(1, 6), "!count": heard}.get(notice["text"].strip())
            if answer is not None:  # the id makes sure that it is said once, however often it is sent
                say(kind="send", room=room, id=uuid.uuid4().hex, text=f"{notice['from']}: {answer}")
        elif kind == "ping":
            say(kind="pong")
        elif kind == "error" and seen is None:  # it is not in the room, so there is nothing to wait for
            sys.exit(f"not let in: {notice['text']}")
        elif kind == "error":
            print(notice["text"], file=sys.stderr)
        elif kind == "closing":
            sys.exit(f"closed: {notice['text']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
