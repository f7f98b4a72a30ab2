"""One thread per connection with socketserver and rfile.readline(), the way Python's own pages show it."""
import socketserver


class Upper(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        while line := self.rfile.readline():
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 4096


with Server(("127.0.0.1", 0), Upper) as server:
    print("listening", server.server_address[1], flush=True)
    server.serve_forever()
