"""Row 8: a handler object per connection or per datagram, many at once.

threaded_server.py tcp|fork|udp     fork: a process per connection; udp: answers 'i am server'
"""
import socketserver
import sys


class Stream(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            data = self.request.recv(1024)
            if not data:
                break
            print("收到来自%s: 说:%s" % (self.client_address[0], data.decode("utf-8")), flush=True)
            self.request.sendall(data.upper())


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        print("收到来自%s: 说:%s" % (self.client_address[0], data.decode("utf-8")), flush=True)
        sock.sendto(b"i am server", self.client_address)


socketserver.ThreadingMixIn.daemon_threads = True
if sys.argv[1] == "tcp":
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Stream)
elif sys.argv[1] == "fork":
    server = socketserver.ForkingTCPServer(("127.0.0.1", 0), Stream)
else:
    server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Datagram)
print(server.server_address[1], flush=True)
server.serve_forever()
