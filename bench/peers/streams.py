"""One asyncio loop with a Protocol, its fast way; a read answers all its whole frames with one write."""
import asyncio
import struct

LARGEST = 1 << 20


class Upper(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.kept = b""

    def data_received(self, read):
        kept = self.kept + read if self.kept else read
        at, answers = 0, []
        while len(kept) - at >= 4:
            (length,) = struct.unpack_from(">I", kept, at)
            if length > LARGEST:
                self.transport.close()
                return
            end = at + 4 + length
            if len(kept) < end:
                break
            answers += kept[at : at + 4], kept[at + 4 : end].upper()
            at = end
        self.kept = kept[at:]
        if answers:
            self.transport.write(b"".join(answers))


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Upper, "127.0.0.1", 0, backlog=4096)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
