package dev.parley.sealed;

import dev.parley.internal.buffer.BufferCopy;
import dev.parley.internal.buffer.PlaintextBuffer;
import dev.parley.internal.noise.CipherState;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.secure.Aead;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The sending half of a sealed session after its login: bytes in, records out.
///
/// Bytes are gathered until they fill a few records or [#flush] says that nothing more comes soon,
/// so that one tag serves all that leaves in one write. Holds no room in between. Confined to its
/// session's thread.
final class RecordSealer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final CipherState cipher;
  private final RekeyRule rule;
  private final Clock clock;
  private final LayerBuffers buffers;
  private final byte[] header = new byte[SealedFormat.HEADER_LENGTH];
  private final PlaintextBuffer gathered;
  private long sealedBytes;
  private long keySince;
  private boolean ended;

  RecordSealer(CipherState cipher, RekeyRule rule, Clock clock, LayerBuffers buffers) {
    this.cipher = cipher;
    this.rule = rule;
    this.clock = clock;
    this.buffers = buffers;
    this.gathered = new PlaintextBuffer(buffers);
    this.keySince = clock.nanos();
  }

  /// Room for `bytes` behind what was gathered, see [Layer#room]; null when it must come by [#add].
  @Nullable ByteBuffer room(int bytes, Layer.Sink outer) {
    return ended || bytes > LayerBuffers.BYTES ? null : roomFor(bytes, outer);
  }

  /// Takes all of `plain`; gives records when there is no room for more. After [#end] it is
  /// dropped, as what is written to a socket whose output has ended.
  void add(ByteBuffer plain, Layer.Sink outer) {
    if (ended) {
      plain.position(plain.limit());
      return;
    }
    while (plain.hasRemaining()) {
      int length = Math.min(plain.remaining(), LayerBuffers.BYTES);
      BufferCopy.move(plain, length, roomFor(length, outer));
    }
  }

  /// Room for `bytes`, which are at most [LayerBuffers#BYTES].
  private ByteBuffer roomFor(int bytes, Layer.Sink outer) {
    ByteBuffer room = gathered.room(bytes);
    if (room == null) {
      flush(outer);
      room = Objects.requireNonNull(gathered.room(bytes));
    }
    return room;
  }

  /// Gives what was gathered.
  void flush(Layer.Sink outer) {
    ByteBuffer plain = gathered.take();
    if (plain == null) {
      return;
    }
    int end = plain.limit();
    while (plain.position() < end) {
      int length = Math.min(end - plain.position(), SealedFormat.MAX_PLAIN);
      if (isRekeyDue(length)) {
        rekey(outer);
      }
      sealedBytes += length;
      give(length, plain.limit(plain.position() + length), outer);
    }
    buffers.giveBack(plain);
  }

  /// Gives what was gathered, then the record that says that it was all. Once.
  void end(Layer.Sink outer) {
    if (!ended) {
      flush(outer);
      ended = true;
      give(SealedFormat.END, NOTHING, outer);
    }
  }

  private boolean isRekeyDue(int length) {
    return sealedBytes > 0
        && (sealedBytes + length > rule.maxBytes() || clock.nanos() - keySince >= rule.maxNanos());
  }

  private void rekey(Layer.Sink outer) {
    give(SealedFormat.REKEY, NOTHING, outer);
    cipher.rekey();
    sealedBytes = 0;
    keySince = clock.nanos();
  }

  private void give(int kind, ByteBuffer plain, Layer.Sink outer) {
    ByteBuffer record =
        buffers.take(SealedFormat.HEADER_LENGTH + plain.remaining() + Aead.TAG_LENGTH);
    header[0] = (byte) (kind >> Byte.SIZE);
    header[1] = (byte) kind;
    record.put(header);
    cipher.encrypt(header, header.length, plain, record);
    outer.put(record.flip());
    buffers.giveBack(record);
  }

  /// The bytes of memory that wait here.
  int cost() {
    return gathered.cost();
  }
}
