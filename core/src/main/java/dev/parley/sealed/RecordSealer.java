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

/// The sending half of a sealed session after its login: plaintext in, records out.
///
/// Plaintext is buffered until it fills a few records or [#flush] says that no more comes soon, so
/// that one write needs few tags. Holds no buffer in between. Confined to its session's thread.
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

  /// Reserves room for `bytes` behind the buffered plaintext, see [Layer#reserve]; null if the
  /// caller must use [#add].
  @Nullable ByteBuffer room(int bytes, Layer.Sink outer) {
    return ended || bytes > LayerBuffers.BYTES ? null : roomFor(bytes, outer);
  }

  /// Takes all of `plain`; emits records when the buffer is full. After [#end] it is dropped, like
  /// a write to a socket whose output has ended.
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

  /// Returns room for `bytes`, at most [LayerBuffers#BYTES].
  private ByteBuffer roomFor(int bytes, Layer.Sink outer) {
    ByteBuffer room = gathered.room(bytes);
    if (room == null) {
      flush(outer);
      room = Objects.requireNonNull(gathered.room(bytes));
    }
    return room;
  }

  /// Emits the buffered plaintext as records.
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

  /// Emits the buffered plaintext, then the final record. Does nothing the second time.
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

  /// Returns the memory of the buffered plaintext, in bytes.
  int cost() {
    return gathered.cost();
  }
}
