package dev.parley.sealed;

import dev.parley.internal.buffer.BufferCopy;
import dev.parley.internal.buffer.DecryptedBuffer;
import dev.parley.internal.noise.CipherState;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.secure.Aead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The receiving half of a sealed session after its login: records in, plaintext out.
///
/// Delivers nothing of a record before the whole record has been authenticated as the next one that
/// the peer sealed. A record that was changed, dropped, repeated, reordered or taken from another
/// session ends the session, and nothing of it is delivered. Records that arrive together are
/// delivered together, since a message may span records. Confined to its session's thread.
final class RecordOpener {
  /// The cost of a new key, in records.
  private static final int REKEY_WORK = 8;

  private final CipherState cipher;
  private final RekeyRule rule;
  private final LayerBuffers buffers;
  private final byte[] header = new byte[SealedFormat.HEADER_LENGTH];
  private final DecryptedBuffer opened;
  private @Nullable ByteBuffer begun;

  private long openedRecords;
  private long openedBytes;

  /// What remains of this turn's budget, in records.
  private int left;

  private boolean ended;
  private boolean broken;

  RecordOpener(CipherState cipher, RekeyRule rule, LayerBuffers buffers) {
    this.cipher = cipher;
    this.rule = rule;
    this.buffers = buffers;
    this.opened = new DecryptedBuffer(buffers);
  }

  /// Takes as much of `wire` as this turn's budget allows; lends the plaintext of its complete
  /// records, until [#release] or the next call.
  ///
  /// @throws ProtocolException if it is not what the peer sealed; then every later call throws, too
  void receive(ByteBuffer wire, Layer.Sink inner) throws ProtocolException {
    if (broken) {
      throw forged();
    }
    release();
    int share = buffers.records().share();
    left = share;
    try {
      while (wire.hasRemaining() && left > 0) {
        if (ended) {
          throw malformed(Problem.of(SealedProblem.AFTER_THE_END));
        }
        next(wire, inner);
      }
    } catch (ProtocolException e) {
      broken = true;
      begun = null;
      throw e;
    } finally {
      buffers.records().spend(share - left);
      opened.lend(inner); // complete records before a fault, too
    }
  }

  /// Frees the buffer that was lent: its content has been consumed.
  void release() {
    opened.release();
  }

  /// Takes one record, or as much of it as has arrived.
  private void next(ByteBuffer wire, Layer.Sink inner) throws ProtocolException {
    ByteBuffer part = begun;
    if (part == null && wire.remaining() >= SealedFormat.HEADER_LENGTH) {
      int length = lengthOf(wire.getChar(wire.position()));
      if (wire.remaining() >= length) {
        openWhole(wire, length, inner);
        return;
      }
    }
    part = part == null ? ByteBuffer.allocate(wire.remaining()) : part;
    int known = part.position() + wire.remaining();
    int need = SealedFormat.HEADER_LENGTH;
    if (part.position() < need) {
      part = BufferCopy.grown(part, Math.min(need, known), SealedFormat.MAX_RECORD);
      boolean _ = SealedFormat.fill(part, need, wire);
    }
    if (part.position() >= SealedFormat.HEADER_LENGTH) {
      need = lengthOf(part.getChar(0));
      part = BufferCopy.grown(part, Math.min(need, known), SealedFormat.MAX_RECORD);
      boolean _ = SealedFormat.fill(part, need, wire);
    }
    begun = part;
    if (part.position() == need && need > SealedFormat.HEADER_LENGTH) {
      begun = null;
      open(part.flip(), inner);
    }
  }

  private void openWhole(ByteBuffer wire, int length, Layer.Sink inner) throws ProtocolException {
    if (wire.hasArray()) {
      int limit = wire.limit();
      open(wire.limit(wire.position() + length), inner);
      wire.limit(limit);
      return;
    }
    ByteBuffer record = buffers.take(length);
    BufferCopy.move(wire, length, record);
    open(record.flip(), inner);
    buffers.giveBack(record);
  }

  private static int lengthOf(int header) throws ProtocolException {
    if (header > SealedFormat.MAX_PLAIN && header != SealedFormat.REKEY) {
      throw malformed(Problem.of(SealedProblem.RECORD_TOO_LONG, header, SealedFormat.MAX_PLAIN));
    }
    return SealedFormat.HEADER_LENGTH + (header & ~SealedFormat.REKEY) + Aead.TAG_LENGTH;
  }

  /// @param record a complete one, backed by an array
  private void open(ByteBuffer record, Layer.Sink inner) throws ProtocolException {
    record.get(header);
    int kind = (header[0] & 0xff) << Byte.SIZE | (header[1] & 0xff);
    ByteBuffer plain = opened.room(record.remaining() - Aead.TAG_LENGTH, inner);
    int before = plain.position();
    if (!cipher.decrypt(header, header.length, record, plain)) {
      throw forged();
    }
    openedRecords++;
    left--;
    if (kind == SealedFormat.END) {
      ended = true;
    } else if (kind == SealedFormat.REKEY) {
      rekey();
    } else {
      openedBytes += plain.position() - before;
      if (openedBytes > rule.maxBytes()) {
        plain.position(before);
        throw malformed(Problem.of(SealedProblem.KEY_OVERUSED, rule.maxBytes()));
      }
    }
  }

  private void rekey() throws ProtocolException {
    if (openedBytes == 0) {
      throw malformed(Problem.of(SealedProblem.EARLY_NEW_KEY));
    }
    openedBytes = 0;
    left -= REKEY_WORK;
    cipher.rekey();
  }

  private ProtocolException forged() {
    return new ProtocolException(
        ProtocolException.Fault.FORGED, Problem.of(SealedProblem.RECORD_FORGED, openedRecords));
  }

  private static ProtocolException malformed(Problem problem) {
    return new ProtocolException(ProtocolException.Fault.MALFORMED, problem);
  }

  /// Returns how many bytes of an incomplete record have arrived.
  int begun() {
    ByteBuffer part = begun;
    return part == null ? 0 : part.position();
  }

  /// Returns the memory of the buffer for the incomplete record, in bytes.
  int cost() {
    ByteBuffer part = begun;
    return part == null ? 0 : part.capacity();
  }

  /// The peer's stream has ended.
  ///
  /// @throws ProtocolException if it ended without the final record
  void end() throws ProtocolException {
    ByteBuffer part = begun;
    if (broken || !ended) {
      throw new ProtocolException(
          ProtocolException.Fault.TRUNCATED,
          part == null
              ? Problem.of(SealedProblem.CUT, openedRecords)
              : Problem.of(SealedProblem.CUT_IN_RECORD, part.position()));
    }
  }
}
