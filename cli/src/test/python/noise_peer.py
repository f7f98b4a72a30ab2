"""The far end of a sealed session whose handshake and ciphers are those of the package `dissononce`.

noise_peer.py client KEYFILE AESGCM|ChaChaPoly SERVERNAME PORT    says the lines of its input, each in a record of its
    own with a new key before every second one; prints what comes back
noise_peer.py server KEYFILE AESGCM|ChaChaPoly SERVERNAME         prints its port, answers one client in capital letters
Both print `(end)` when the other side has said that this was all.
"""
import hashlib
import socket
import struct
import sys

from dissononce.cipher.aesgcm import AESGCMCipher
from dissononce.cipher.chachapoly import ChaChaPolyCipher
from dissononce.dh.x25519.x25519 import X25519DH
from dissononce.hash.sha256 import SHA256Hash
from dissononce.processing.handshakepatterns.interactive.NN import NNHandshakePattern
from dissononce.processing.impl.cipherstate import CipherState
from dissononce.processing.impl.handshakestate import HandshakeState
from dissononce.processing.impl.symmetricstate import SymmetricState
from dissononce.processing.modifiers.psk import PSKPatternModifier

FRAMINGS = b"\4line\4line"

role, key_file, cipher, server_name = sys.argv[1:5]
fields = dict(line.split(": ") for line in open(key_file).read().splitlines() if not line.startswith("#"))
key = bytes.fromhex(fields["key"])
key_id = hashlib.sha256(b"parley key id 1" + key).digest()[:4]
codes = {"AESGCM": (1, AESGCMCipher), "ChaChaPoly": (2, ChaChaPolyCipher)}
code, make_cipher = codes[cipher]


def handshake(is_caller, opening, caller):
    prologue = opening + b"\1" + caller + bytes([len(server_name)]) + server_name.encode()
    state = HandshakeState(SymmetricState(CipherState(make_cipher()), SHA256Hash()), X25519DH())
    state.initialize(PSKPatternModifier(0).modify(NNHandshakePattern()), is_caller, prologue, psks=(key,))
    return state


class Direction:
    """A cipher state that takes a new key as Noise §4.2 and §11.3 have it: 32 bytes, and the count goes on. That of the
    package takes 48, which no cipher does, and starts counting again."""

    def __init__(self, state):
        self.state, self.count = state, 0

    def run(self, method, associated, data):
        self.count += 1
        return method(associated, data)

    def rekey(self):
        self.state.initialize_key(self.state.cipher.rekey(self.state._key)[:32])
        self.state.set_nonce(self.count)


def send(stream, direction, kind, plain):
    header = struct.pack(">H", kind)
    stream.write(header + direction.run(direction.state.encrypt_with_ad, header, plain))
    stream.flush()


def receive(stream, direction):
    """The next record's bytes, None for the last one."""
    header = stream.read(2)
    kind = struct.unpack(">H", header)[0]
    plain = direction.run(direction.state.decrypt_with_ad, header, stream.read((kind & 0x7FFF) + 16))
    return plain if kind else None


def sized(stream):
    return stream.read(struct.unpack(">H", stream.read(2))[0])


def client(stream):
    opening = stream.read(48)
    assert opening[:16] == b"Parley sealed\n\1" + bytes([code]), opening
    name = fields["name"].encode()
    caller = bytes([len(name)]) + name + key_id
    noise = handshake(True, opening, caller)
    first, payload = bytearray(), bytearray()
    noise.write_message(FRAMINGS, first)
    stream.write(caller + struct.pack(">H", len(first)) + first)
    stream.flush()
    ours, theirs = map(Direction, noise.read_message(sized(stream), payload))
    assert payload == FRAMINGS, payload
    for number, line in enumerate(sys.stdin.buffer):
        if number % 2:
            send(stream, ours, 0x8000, b"")
            ours.rekey()
        send(stream, ours, len(line), line)
        print(receive(stream, theirs).decode(), end="", flush=True)
    send(stream, ours, 0, b"")
    connection.shutdown(socket.SHUT_WR)
    assert receive(stream, theirs) is None


def server(stream):
    opening = b"Parley sealed\n\1" + bytes([code]) + hashlib.sha256(b"some random bytes").digest()
    stream.write(opening)
    stream.flush()
    length = stream.read(1)
    caller = length + stream.read(length[0] + 4)
    assert caller == bytes([len(fields["name"])]) + fields["name"].encode() + key_id, caller
    noise = handshake(False, opening, caller)
    second, payload = bytearray(), bytearray()
    noise.read_message(sized(stream), payload)
    assert payload == FRAMINGS, payload
    theirs, ours = map(Direction, noise.write_message(FRAMINGS, second))
    stream.write(struct.pack(">H", len(second)) + second)
    stream.flush()
    number = 0
    while (plain := receive(stream, theirs)) is not None:
        if number % 2:
            send(stream, ours, 0x8000, b"")
            ours.rekey()
        number += 1
        send(stream, ours, len(plain), plain.upper())
    send(stream, ours, 0, b"")


if role == "client":
    connection = socket.create_connection(("127.0.0.1", int(sys.argv[5])))
    client(connection.makefile("rwb"))
else:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        connection, _ = listener.accept()
    server(connection.makefile("rwb"))
print("(end)", flush=True)
