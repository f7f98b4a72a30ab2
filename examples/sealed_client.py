#!/usr/bin/env python3
"""A client of a sealed Parley server: docs/PROTOCOL.md §10 over TCP, on Python and the package `cryptography`.

    sealed_client.py KEYFILE HOST PORT

Says the lines of its input and prints what comes back. Ends with 0 when the server has said that this was all, with 1
when the stream was cut or changed on its way, with 3 when the login was refused.
"""
import hashlib
import hmac
import socket
import struct
import sys
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FRAMINGS = b"\4line\4line"  # to the server and back; the server must be set to the same (§10.2)
MOST, END, NEW_KEY = 16384, 0x0000, 0x8000  # what the two bytes before a record may say (§10.5)


def read_key(path):
    """§10.9: name, id and key, a line each; what stands behind a # is for people."""
    with open(path, encoding="ascii") as file:
        lines = [line for line in map(str.strip, file) if line and not line.startswith("#")]
    fields = {field: value.strip() for field, value in (line.split(":", 1) for line in lines)}
    key = bytes.fromhex(fields["key"])
    key_id = hashlib.sha256(b"parley key id 1" + key).digest()[:4]
    if len(key) != 32 or key_id.hex() != fields["id"].lower():
        raise ValueError("the key does not fit its id")
    return fields["name"].encode(), key_id, key


def exactly(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise EOFError("the stream ended too early")
    return data


def derive(chain, material, count):
    """Noise §4.3: HKDF (RFC 5869) with the chaining key as salt and no info."""
    extracted, keys = hmac.digest(chain, material, "sha256"), [b""]
    for i in range(count):
        keys.append(hmac.digest(extracted, keys[i] + bytes([i + 1]), "sha256"))
    return keys[1:]


class Cipher:
    """Noise §5.1: a key of one direction and the number of its uses."""

    def __init__(self, key):
        self.key, self.count = key, -1

    def nonce(self):
        self.count += 1
        return struct.pack(">4xQ", self.count)

    def seal(self, plain, associated):
        return AESGCM(self.key).encrypt(self.nonce(), plain, associated)

    def open(self, sealed, associated):
        return AESGCM(self.key).decrypt(self.nonce(), sealed, associated)

    def rekey(self):  # the count goes on
        self.key = AESGCM(self.key).encrypt(b"\0\0\0\0" + b"\xff" * 8, bytes(32), None)[:32]


class Handshake:
    """Noise §5.2, as far as NNpsk0 needs it: a hash of all that was said, the chaining key and the key of now."""

    def __init__(self, prologue, key):
        self.hash = self.chain = b"Noise_NNpsk0_25519_AESGCM_SHA256"  # 32 bytes, so no need to hash it
        self.mix_hash(prologue)
        self.chain, hashed, secret = derive(self.chain, key, 3)  # psk
        self.mix_hash(hashed)
        self.cipher = Cipher(secret)

    def mix_hash(self, data):
        self.hash = hashlib.sha256(self.hash + data).digest()

    def mix_key(self, material):
        self.chain, secret = derive(self.chain, material, 2)
        self.cipher = Cipher(secret)

    def mix_public(self, public):  # e; with a pre-shared key it goes into the keys too (§9.2)
        self.mix_hash(public)
        self.mix_key(public)


def log_in(stream, name, key_id, key, server_name=b""):
    """§10.1 to §10.4. Gives the ciphers of both directions."""
    opening = exactly(stream, 48)
    if opening[:16] != b"Parley sealed\n\1\1":  # version 1, AES-GCM
        raise ValueError("the server is not sealed, or seals in another way")
    caller = bytes([len(name)]) + name + key_id
    noise = Handshake(opening + b"\1" + caller + bytes([len(server_name)]) + server_name, key)
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    noise.mix_public(public)
    sealed = noise.cipher.seal(FRAMINGS, noise.hash)
    noise.mix_hash(sealed)
    stream.write(caller + struct.pack(">H", 32 + len(sealed)) + public + sealed)
    stream.flush()
    answer = exactly(stream, struct.unpack(">H", exactly(stream, 2))[0])
    noise.mix_public(answer[:32])
    noise.mix_key(private.exchange(X25519PublicKey.from_public_bytes(answer[:32])))  # refuses 32 zero bytes
    if noise.cipher.open(answer[32:], noise.hash) != FRAMINGS:
        raise ValueError("the server is set to another framing")
    return map(Cipher, derive(noise.chain, b"", 2))


def say(stream, cipher, plain):
    """§10.5: one record. Without bytes it is the last one (§10.6)."""
    header = struct.pack(">H", len(plain))
    stream.write(header + cipher.seal(plain, header))
    stream.flush()


def say_lines(lines, connection, stream, cipher):
    """All lines, then the end twice: sealed, so that it can be believed, and that of the stream (§10.6)."""
    try:
        for line in lines:
            for at in range(0, len(line), MOST):
                say(stream, cipher, line[at : at + MOST])
        say(stream, cipher, b"")
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # who reads from the server learns why


def records(stream, cipher):
    """What the server says, to its last record. A stream that ends without it was cut."""
    while True:
        header = exactly(stream, 2)
        (kind,) = struct.unpack(">H", header)
        if kind > MOST and kind != NEW_KEY:
            raise ValueError("this is no record")
        plain = cipher.open(exactly(stream, (kind & ~NEW_KEY) + 16), header)
        if kind == END:
            return
        if kind == NEW_KEY:
            cipher.rekey()
        yield plain


def main(path, host, port):
    key = read_key(path)
    with socket.create_connection((host, int(port))) as connection, connection.makefile("rwb") as stream:
        try:
            ours, theirs = log_in(stream, *key)
        except (EOFError, InvalidTag, ValueError) as e:
            print("login refused:", e or "this server does not have the key", file=sys.stderr)
            return 3
        lines = open(0, "rb", buffering=0)  # unbuffered: a thread that waits in it does not hold up our end
        threading.Thread(target=say_lines, args=(lines, connection, stream, ours), daemon=True).start()
        try:
            for plain in records(stream, theirs):
                sys.stdout.buffer.write(plain)
                sys.stdout.buffer.flush()
        except (EOFError, InvalidTag, ValueError) as e:
            print("not all of it came:", e or "it was changed on its way", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
