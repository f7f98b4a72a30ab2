"""Answers one TLS client's lines in upper case: tls_server.py CERT KEY [CLIENT_CA]"""
import socket
import ssl
import sys

cert, key, *authorities = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
if authorities:
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authorities[0])
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    plain, _ = server.accept()
    with context.wrap_socket(plain, server_side=True, suppress_ragged_eofs=False) as stream:
        while data := stream.recv(65536):
            stream.sendall(data.upper())
        print(dict(part[0] for part in stream.getpeercert()["subject"]) if authorities else "end")
        stream.unwrap()
