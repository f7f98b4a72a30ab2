"""Says lines to a TLS server and prints its answers: tls_client.py PORT CA [CERT KEY]"""
import socket
import ssl
import sys

port, ca, *own = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
if own:
    context.load_cert_chain(*own)
with socket.create_connection(("127.0.0.1", int(port))) as plain:
    stream = context.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False)
    with stream:
        for line in ("hello", "x" * 40000):
            stream.sendall(line.encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n"):
                answer += stream.recv(65536)
            print(answer.decode().strip()[:5], len(answer))
        print(stream.version())
        stream.unwrap()  # our end, and the server's in answer to it
        print("ended")
