package dev.parley.secure;

import dev.parley.frame.Layer;
import dev.parley.limit.Clock;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The sending half of a sealed session after its login: bytes in, records out.
///
/// Bytes are gathered until they fill a record or [#flush] says that nothing more comes soon, so
/// that one tag serves all that leaves in one write. Holds no room in between. Confined to its
/// session's thread.
final class RecordSealer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final CipherState cipher;
  private final RekeyRule rule;
  private final Clock clock;
  private final RecordBuffers buffers;
  private final byte[] header = new byte[Sealed.HEADER_LENGTH];
  private @Nullable ByteBuffer gathered;
  private long sealedBytes;
  private long keySince;
  private boolean ended;

  RecordSealer(CipherState cipher, RekeyRule rule, Clock clock, RecordBuffers buffers) {
    this.cipher = cipher;
    this.rule = rule;
    this.clock = clock;
    this.buffers = buffers;
    this.keySince = clock.nanos();
  }

  /// Takes all of `plain`; gives the records that it fills. After [#end] it is dropped, as what is
  /// written to a socket whose output has ended.
  void add(ByteBuffer plain, Layer.Sink outer) {
    if (ended) {
      plain.position(plain.limit());
      return;
    }
    while (plain.hasRemaining()) {
      ByteBuffer room = room(plain.remaining());
      int length = Math.min(room.remaining(), plain.remaining());
      Transfer.move(plain, length, room);
      if (room.position() == Sealed.MAX_PLAIN) {
        flush(outer);
      }
    }
  }

  /// Room behind what was gathered, for at least one byte and, if a record has so much, for
  /// `bytes`.
  private ByteBuffer room(int bytes) {
    ByteBuffer room = gathered;
    if (room == null) {
      room = buffers.take(bytes);
    } else if (room.remaining() < bytes && room.capacity() < Sealed.MAX_PLAIN) {
      ByteBuffer larger = buffers.take(Math.max(2 * room.capacity(), room.position() + bytes));
      larger.put(room.flip());
      buffers.giveBack(room);
      room = larger;
    }
    room.limit(Math.min(room.capacity(), Sealed.MAX_PLAIN));
    gathered = room;
    return room;
  }

  /// Gives what was gathered.
  void flush(Layer.Sink outer) {
    ByteBuffer plain = gathered;
    if (plain == null) {
      return;
    }
    gathered = null;
    plain.flip();
    int length = plain.remaining();
    if (length > 0) {
      // Sealed before anything is given, because the sink may come back here.
      ByteBuffer newKey = isRekeyDue(length) ? rekey() : null;
      sealedBytes += length;
      ByteBuffer record = sealed(length, plain);
      if (newKey != null) {
        give(newKey, outer);
      }
      give(record, outer);
    }
    buffers.giveBack(plain);
  }

  /// Gives what was gathered, then the record that says that it was all. Once.
  void end(Layer.Sink outer) {
    if (!ended) {
      flush(outer);
      ended = true;
      give(sealed(Sealed.END, NOTHING), outer);
    }
  }

  private boolean isRekeyDue(int length) {
    return sealedBytes > 0
        && (sealedBytes + length > rule.maxBytes() || clock.nanos() - keySince >= rule.maxNanos());
  }

  private ByteBuffer rekey() {
    ByteBuffer record = sealed(Sealed.REKEY, NOTHING);
    cipher.rekey();
    sealedBytes = 0;
    keySince = clock.nanos();
    return record;
  }

  private ByteBuffer sealed(int kind, ByteBuffer plain) {
    ByteBuffer record = buffers.take().clear();
    header[0] = (byte) (kind >> Byte.SIZE);
    header[1] = (byte) kind;
    record.put(header);
    cipher.encrypt(header, header.length, plain, record);
    return record.flip();
  }

  private void give(ByteBuffer record, Layer.Sink outer) {
    outer.put(record);
    buffers.giveBack(record);
  }
}
