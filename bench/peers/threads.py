"""One thread per connection with socketserver, the way Python's own pages show it; a read answers all its whole frames."""
import socket
import socketserver
import struct

LARGEST = 1 << 20


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        kept = b""
        while read := self.request.recv(65536):
            kept += read
            at, answers = 0, []
            while len(kept) - at >= 4:
                (length,) = struct.unpack_from(">I", kept, at)
                if length > LARGEST:
                    return
                end = at + 4 + length
                if len(kept) < end:
                    break
                answers += kept[at : at + 4], kept[at + 4 : end].upper()
                at = end
            kept = kept[at:]
            if answers:
                self.request.sendall(b"".join(answers))


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 4096


with Server(("127.0.0.1", 0), Upper) as server:
    print("listening", server.server_address[1], flush=True)
    server.serve_forever()
