"""Ends one direction of a TLS connection and uses the other: tls_half_close.py PORT CA ours|theirs

ours    says a line and the close_notify, then prints what still comes
theirs  waits for the server's close_notify, then says 5,000 lines
"""
import socket
import ssl
import sys

port, ca, who = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
to_openssl, from_openssl = ssl.MemoryBIO(), ssl.MemoryBIO()
stream = context.wrap_bio(to_openssl, from_openssl, server_hostname="localhost")
plain = socket.create_connection(("127.0.0.1", int(port)))


def call(function, *arguments):
    """The result of a call of openssl's, which gets what it waits for; None for the end."""
    while True:
        try:
            return function(*arguments)
        except ssl.SSLWantReadError:
            plain.sendall(from_openssl.read())
            to_openssl.write(plain.recv(65536))
        except ssl.SSLZeroReturnError:
            return None


call(stream.do_handshake)
if who == "ours":
    stream.write(b"hello\n")
    try:
        stream.unwrap()  # our close_notify, without waiting for theirs
    except ssl.SSLWantReadError:
        pass
    plain.sendall(from_openssl.read())
    while data := call(stream.read, 65536):
        sys.stdout.write(data.decode())
else:
    assert not call(stream.read, 65536)
    for number in range(5000):
        stream.write(b"%d\n" % number)
    try:
        stream.unwrap()
    except ssl.SSLWantReadError:
        pass
    plain.sendall(from_openssl.read())
    plain.shutdown(socket.SHUT_WR)
    plain.recv(65536)
print(stream.version())
