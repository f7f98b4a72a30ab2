"""Row 8: a handler object per connection or per datagram, many at once.

threaded_server.py tcp|udp
"""
import socketserver
import sys


class Stream(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            data = self.request.recv(1024)
            if not data:
                break
            self.request.sendall(data.upper())


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data.upper(), self.client_address)


socketserver.ThreadingMixIn.daemon_threads = True
if sys.argv[1] == "tcp":
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Stream)
else:
    server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Datagram)
print(server.server_address[1], flush=True)
server.serve_forever()
