package dev.parley.tls;

import dev.parley.frame.Sniff;
import dev.parley.internal.buffer.BufferCopy;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Divides a stream into TLS records and checks their headers. Holds no buffer except for an
/// incomplete record. Confined to its session's thread.
///
/// ```
///   1      2        2      n
/// ┌──────┬────────┬──────┬──────────┐   record (RFC 8446 §5.1): type 20 change of cipher, 21 alert,
/// │ type │ 03 0x  │ n    │ fragment │   22 handshake, 23 application data; n at most 2^14 + 2048
/// └──────┴────────┴──────┴──────────┘
/// ```
final class TlsRecordReader {
  static final int HEADER_LENGTH = 5;

  /// The maximum length of a fragment: RFC 5246 §6.2.3 allows this much more than the plaintext,
  /// RFC 8446 §5.2 less.
  static final int MAX_FRAGMENT = (1 << 14) + 2048;

  /// The maximum length of a record.
  static final int MAX_RECORD = HEADER_LENGTH + MAX_FRAGMENT;

  static final byte ALERT = 21;
  private static final byte HANDSHAKE = 22;

  private final boolean isClient;
  private final LayerBuffers buffers;

  /// The received part of an incomplete record and, while work is running, of the records after it;
  /// null if there is none.
  private @Nullable ByteBuffer begun;

  private long records;
  private boolean refusesHandshakes;

  TlsRecordReader(boolean isClient, LayerBuffers buffers) {
    this.isClient = isClient;
    this.buffers = buffers;
  }

  /// Returns the next record in a buffer of its own, to be given back by the caller, once it is
  /// complete; null until then.
  ///
  /// @throws ProtocolException if the bytes are not a record, or not one that is allowed now
  @Nullable ByteBuffer next(ByteBuffer wire) throws ProtocolException {
    ByteBuffer part = begun;
    if (part == null && wire.remaining() >= HEADER_LENGTH) {
      int length = check(wire, wire.position());
      if (wire.remaining() >= length) {
        ByteBuffer record = buffers.take(MAX_RECORD);
        BufferCopy.move(wire, length, record);
        records++;
        return record.flip();
      }
    }
    if (part == null && !wire.hasRemaining()) {
      return null;
    }
    part = part == null ? ByteBuffer.allocate(wire.remaining()) : part;
    int need = HEADER_LENGTH;
    if (part.position() < need) {
      part = filled(part, need, wire);
      checkFirst(part);
    }
    if (part.position() >= HEADER_LENGTH) {
      need = check(part, 0);
      part = filled(part, need, wire);
    }
    begun = part;
    if (part.position() < need || part.position() < HEADER_LENGTH) {
      return null;
    }
    part.flip();
    ByteBuffer record = buffers.take(MAX_RECORD);
    BufferCopy.move(part, need, record);
    begun = part.hasRemaining() ? part.compact() : null;
    records++;
    return record.flip();
  }

  /// Returns `part`, filled from `wire` up to `need` bytes or with all there is. Its buffer grows
  /// with the bytes received, doubling, never by the length that a header announces.
  private static ByteBuffer filled(ByteBuffer part, int need, ByteBuffer wire) {
    int length = Math.min(Math.max(need - part.position(), 0), wire.remaining());
    ByteBuffer room = BufferCopy.grown(part, part.position() + length, Integer.MAX_VALUE);
    BufferCopy.move(wire, length, room);
    return room;
  }

  /// Keeps the bytes that followed those which caused the work: at most those of one read.
  void keep(ByteBuffer wire) {
    if (wire.hasRemaining()) {
      ByteBuffer part = begun == null ? ByteBuffer.allocate(wire.remaining()) : begun;
      begun = filled(part, part.position() + wire.remaining(), wire);
    }
  }

  /// Drops the kept bytes; nothing more is read.
  void clear() {
    begun = null;
  }

  /// Makes handshake records a fault from now on: in TLS 1.2 they would be a renegotiation.
  void refuseHandshakes() {
    refusesHandshakes = true;
  }

  /// Returns the length of the record whose header is at `at`.
  private int check(ByteBuffer in, int at) throws ProtocolException {
    byte type = in.get(at);
    if (records == 0 && type != HANDSHAKE && !(isClient && type == ALERT)) {
      throw noTls(in, at);
    }
    int fragment = in.getChar(at + 3);
    if (fragment > MAX_FRAGMENT || in.get(at + 1) != 3) {
      throw records == 0
          ? noTls(in, at)
          : new ProtocolException(
              ProtocolException.Fault.MALFORMED, Problem.of(TlsProblem.NO_RECORD, records));
    }
    if (refusesHandshakes && type == HANDSHAKE) {
      throw new ProtocolException(
          ProtocolException.Fault.MALFORMED, Problem.of(TlsProblem.RENEGOTIATION));
    }
    return HEADER_LENGTH + fragment;
  }

  /// Checks the first byte of the stream as soon as it has arrived.
  private void checkFirst(ByteBuffer part) throws ProtocolException {
    if (records == 0 && part.position() > 0) {
      byte type = part.get(0);
      if (type != HANDSHAKE && !(isClient && type == ALERT)) {
        throw noTls(part.duplicate().flip(), 0);
      }
    }
  }

  private ProtocolException noTls(ByteBuffer in, int at) {
    ByteBuffer seen = in.duplicate().position(at);
    return TlsErrors.login(
        Problem.of(isClient ? TlsProblem.NO_TLS_SERVER : TlsProblem.NO_TLS_CLIENT)
            .withHint(Sniff.text(seen)));
  }

  /// Returns how many records were read.
  long records() {
    return records;
  }

  /// Returns how many bytes of an incomplete record are kept.
  int begunBytes() {
    ByteBuffer part = begun;
    return part == null ? 0 : part.position();
  }

  /// Returns the bytes of memory that the incomplete record takes.
  int cost() {
    ByteBuffer part = begun;
    return part == null ? 0 : part.capacity();
  }
}
