"""One forged datagram between `parley serve echo` and another service that answers everything.

Runs in a network of its own, where all datagrams are counted by the kernel. Prints how many
datagrams there were and for how many seconds, once the server has said that it withheld an answer
and nothing is under way any more.

    datagram_loops.py PARTNER ANSWERS COMMAND...

PARTNER is python, socat-exec, socat-pipe, ncat, parley, or self: then the datagram seems to come
from the server's own address, is refused, and 0 datagrams follow.
"""
import socket
import struct
import subprocess
import sys
import threading
import time

PARTNER, ANSWERS, COMMAND = sys.argv[1], sys.argv[2], sys.argv[3:]
OURS = ("127.0.0.1", 7001)
THEIRS = ("127.0.0.2", 7002)
children = []
servers = []


def start(*words):
    child = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    children.append(child)
    return child


def serve(service, place):
    child = start(*COMMAND, "serve", service, "-l", "udp://%s:%d" % place, "--udp-answers", ANSWERS)
    await_line(child, "listening on")
    servers.append(child)


def await_line(child, text):
    for line in child.stderr:
        if text in line:
            return
    sys.exit("the server ended without: " + text)


def await_any(text):
    """Which of two of ours runs out of answers first depends on how fast they are."""
    heard = threading.Event()

    def listen(child):
        for line in child.stderr:
            if text in line:
                heard.set()

    for child in servers:
        threading.Thread(target=listen, args=(child,), daemon=True).start()
    heard.wait()


def echo():
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.bind(THEIRS)
    while True:
        peer.sendto(*peer.recvfrom(65536))


def start_partner():
    if PARTNER == "python":
        threading.Thread(target=echo, daemon=True).start()
    elif PARTNER == "socat-exec":
        start("socat", "UDP4-LISTEN:%d,bind=%s,fork" % THEIRS[::-1], "EXEC:cat")
    elif PARTNER == "socat-pipe":
        start("socat", "UDP4-LISTEN:%d,bind=%s,fork" % THEIRS[::-1], "PIPE")
    elif PARTNER == "ncat":
        start("ncat", "-u", "-l", "-k", "--exec", "/bin/cat", THEIRS[0], str(THEIRS[1]))
    elif PARTNER == "parley":
        serve("upper", THEIRS)
    while PARTNER != "self" and ":%04X " % THEIRS[1] not in open("/proc/net/udp").read():
        time.sleep(0.01)


def forge(sender, receiver, data):
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    udp = struct.pack("!HHHH", sender[1], receiver[1], 8 + len(data), 0) + data
    ip = struct.pack(
        "!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, socket.IPPROTO_UDP, 0,
        socket.inet_aton(sender[0]), socket.inet_aton(receiver[0]))
    raw.sendto(ip + udp, receiver)


def datagrams():
    names, numbers = [line.split() for line in open("/proc/net/snmp") if line.startswith("Udp:")]
    return int(numbers[names.index("OutDatagrams")])


def at_rest():
    before, now = -1, datagrams()
    while before != now:
        time.sleep(0.5)
        before, now = now, datagrams()
    return now


try:
    serve("echo", OURS)
    start_partner()
    before = at_rest()
    begun = time.monotonic()
    forge(OURS if PARTNER == "self" else THEIRS, OURS, b"ping")
    await_any("refused a datagram" if PARTNER == "self" else "did not answer")
    took = time.monotonic() - begun
    print(at_rest() - before, int(took) + 1, flush=True)
finally:
    for child in children:
        child.kill()
