"""One thread per datagram with socketserver, the way Python's own pages show it."""
import socketserver


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        message, server_socket = self.request
        server_socket.sendto(message.upper(), self.client_address)


class Server(socketserver.ThreadingUDPServer):
    daemon_threads = True


with Server(("127.0.0.1", 0), Upper) as server:
    print("listening", server.server_address[1], flush=True)
    server.serve_forever()
