package dev.parley.frame;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The layer of a session that receives with `ready`, and also sends with it if it has an outbox.
///
/// ```
///            digits, and their end ── sends ready, header ──▶
///   LENGTH ────────────────────────────────────────────────────▶ BODY
///      ◀──────────────────── the last byte ───────────────────────
/// ```
///
/// Digits end with LF, CR LF, a space or the end of a read. (Digits that the network splits in two
/// are therefore taken for a shorter length: this protocol has no remedy for that.) The bytes pass
/// through as they arrive; nothing is buffered here.
///
/// If we also send with `ready`, the peer's `ready` is mixed with its messages. Its place is well
/// defined, because a peer answers in the order in which we send. If our digits were sent before
/// our `ready` for its message, its `ready` comes before that message's bytes, otherwise after
/// them. Confined to its session's thread.
final class ReadyInLayer implements Layer, LayerState {
  private final int maxMessage;
  private final @Nullable ReadyOutbox outbox;

  /// Null if lengths count bytes.
  private final @Nullable CharCount body;

  // LENGTH while remaining is 0: the length so far, its number of digits, whether a CR followed
  // them.
  private long length;
  private int digits;
  private boolean carriageReturn;

  // BODY while remaining is more than 0: the bytes or characters still to come, whether the peer's
  // `ready` precedes them.
  private int remaining;
  private boolean wordFirst;

  /// How the message ends so far, see [Utf8#tail].
  private int tail;

  /// Bytes of the peer's `ready` seen so far.
  private int matched;

  /// @param chars true if lengths count characters
  ReadyInLayer(boolean chars, int maxMessage, @Nullable ReadyOutbox outbox) {
    this.body = chars ? new CharCount(maxMessage) : null;
    this.maxMessage = maxMessage;
    this.outbox = outbox;
  }

  @Override
  public void start(Sink outer) {}

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    while (wire.hasRemaining()) {
      if (matched > 0 || wordFirst) {
        takeWord(wire, inner, outer);
      } else if (remaining > 0) {
        passBody(wire, inner);
      } else {
        takeLength(wire, inner, outer);
      }
    }
    if (digits > 0 && !carriageReturn) {
      announced(inner, outer);
    }
  }

  /// Consumes one byte of a length, or the first byte of the word.
  private void takeLength(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    byte b = wire.get(wire.position());
    if (b == ReadyOutbox.wordAt(0) && isAwaiting() && !carriageReturn) {
      if (digits > 0) {
        announced(inner, outer);
      }
      takeWord(wire, inner, outer);
      return;
    }
    if (carriageReturn ? b == '\n' : digits > 0 && (b == '\n' || b == ' ')) {
      wire.get();
      announced(inner, outer);
    } else if (b == '\r' && digits > 0 && !carriageReturn) {
      wire.get();
      carriageReturn = true;
    } else {
      takeDigit(b, wire);
      wire.get();
    }
  }

  private void takeDigit(byte b, ByteBuffer wire) throws ProtocolException {
    if (carriageReturn || !Decimal.isDigit(b)) {
      throw Bound.malformed(digits == 0 ? looks(wire) : null, FrameProblem.DIGITS_NO_DIGIT, digits);
    }
    if (digits > 0 && length == 0) {
      throw Bound.malformed(null, FrameProblem.DIGITS_LEADING_ZERO);
    }
    length = length * 10 + (b - '0');
    digits++;
    if (length > maxMessage) {
      throw Bound.tooLarge(
          null,
          body == null ? FrameProblem.DIGITS_TOO_LARGE : FrameProblem.CHARACTER_DIGITS_TOO_LARGE,
          length,
          maxMessage);
    }
  }

  private @Nullable Problem looks(ByteBuffer wire) {
    Problem counted =
        body == null ? Sniff.characters(tail, wire, "ready" + LengthFraming.CHARS) : null;
    return counted == null ? Sniff.text(wire) : counted;
  }

  /// The length is complete: sends `ready` to the peer and the header to the decoder. The state is
  /// set first, because a sink may call [#send].
  private void announced(Sink inner, Sink outer) {
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).putInt((int) length).flip();
    remaining = (int) length;
    tail = 0;
    if (body != null) {
      body.begin(remaining);
    }
    wordFirst = remaining > 0 && isAwaiting();
    length = 0;
    digits = 0;
    carriageReturn = false;
    outer.put(ReadyOutbox.word(ReadyOutbox.wordLength()));
    inner.put(header);
  }

  private void passBody(ByteBuffer wire, Sink inner) throws ProtocolException {
    int limit = wire.limit();
    int end = takeBody(wire);
    tail = Utf8.tail(tail, wire, wire.position(), end);
    inner.put(wire.limit(end));
    wire.limit(limit).position(end);
  }

  /// Returns the absolute index after the bytes of `wire` that belong to the message.
  private int takeBody(ByteBuffer wire) throws ProtocolException {
    int start = wire.position();
    int end;
    if (body == null) {
      end = start + Math.min(remaining, wire.remaining());
      remaining -= end - start;
    } else {
      end = body.take(wire, start, wire.limit());
      remaining = body.left();
    }
    return end;
  }

  /// Consumes one byte of the word. On a mismatch the bytes seen so far belonged to the message.
  private void takeWord(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    if (outbox != null && wire.get(wire.position()) == ReadyOutbox.wordAt(matched)) {
      wire.get();
      matched++;
      if (matched == ReadyOutbox.wordLength()) {
        matched = 0;
        wordFirst = false;
        outbox.acknowledged(outer);
      }
      return;
    }
    int seen = matched;
    matched = 0;
    wordFirst = false;
    if (seen > remaining) {
      throw Bound.malformed(null, FrameProblem.NEITHER_DIGITS_NOR_READY);
    }
    if (seen > 0) {
      passBody(ReadyOutbox.word(seen), inner);
    }
  }

  private boolean isAwaiting() {
    return outbox != null && outbox.isAwaiting();
  }

  @Override
  public void send(ByteBuffer inner, Sink outer) {
    if (outbox == null) {
      outer.put(inner);
    } else {
      outbox.add(inner, outer);
    }
  }

  @Override
  public void end() throws ProtocolException {
    if (remaining > 0 || digits > 0 || matched > 0) {
      throw new ProtocolException(
          ProtocolException.Fault.TRUNCATED,
          remaining > 0
              ? Problem.of(
                  body == null ? FrameProblem.TRUNCATED_BYTES : FrameProblem.TRUNCATED_CHARACTERS,
                  remaining)
              : Problem.of(FrameProblem.TRUNCATED_DIGITS));
    }
    if (outbox != null) {
      outbox.end();
    }
  }

  @Override
  public LayerLogin login() {
    return LayerLogin.NONE;
  }

  @Override
  public LayerState state() {
    return this;
  }

  @Override
  public boolean hasEndedBoth() {
    return outbox != null && outbox.hasEndedBoth();
  }

  /// Counts the digits of an incomplete length. An incomplete `ready` is under the write deadline
  /// anyway, because a message waits for it.
  @Override
  public int begunBytes() {
    return digits;
  }

  @Override
  public int fetched() {
    return outbox == null ? 0 : outbox.fetched();
  }

  @Override
  public long heldBytes() {
    return outbox == null ? 0 : outbox.heldBytes();
  }
}
