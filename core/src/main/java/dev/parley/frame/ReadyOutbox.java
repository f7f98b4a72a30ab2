package dev.parley.frame;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.RingQueue;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A queue of messages that wait for the peer's `ready`, oldest first. The digits of the oldest
/// have been sent; the others are not announced yet.
///
/// ```
///              add: digits ──▶              acknowledged: bytes ──▶
///   EMPTY ─────────────────────▶ AWAITING ─────────────────────────▶ EMPTY
///                                    ◀── and the next digits ──
/// ```
///
/// Not bounded here: the caller of [Layer#send] limits its input. Confined to its session's thread.
final class ReadyOutbox implements LayerState {
  private static final byte[] WORD = "ready".getBytes(StandardCharsets.US_ASCII);
  private static final int WIDEST_DIGITS = 10;

  /// Counted for every message in addition to its bytes: the cost of its array and queue slot.
  /// Otherwise empty ones would be free, and a peer that requests answers and never sends `ready`
  /// could fill the memory with them.
  static final int MESSAGE_COST = 32;

  private final boolean chars;
  private final RingQueue<byte[]> waiting = new RingQueue<>();
  private long bytes;
  private int fetched;
  private boolean isOver;

  /// @param chars true if lengths count characters, here and in the frames
  ReadyOutbox(boolean chars) {
    this.chars = chars;
  }

  /// Returns the number of bytes of the word `ready`.
  static int wordLength() {
    return WORD.length;
  }

  /// Returns the byte of the word `ready` at `index`.
  static byte wordAt(int index) {
    return WORD[index];
  }

  /// Returns the first `length` bytes of the word `ready`.
  static ByteBuffer word(int length) {
    return ByteBuffer.wrap(WORD, 0, length).asReadOnlyBuffer();
  }

  /// Returns true while the digits of a message have been sent and its `ready` has not arrived.
  boolean isAwaiting() {
    return !waiting.isEmpty();
  }

  /// Returns the bytes of the queued messages, plus [#MESSAGE_COST] for each.
  @Override
  public long heldBytes() {
    return bytes;
  }

  /// Returns how many messages the peer has requested, as a wrapping counter.
  @Override
  public int fetched() {
    return fetched;
  }

  /// Adds whole `length:4be` or `length:4be:chars` frames.
  void add(ByteBuffer frames, Layer.Sink outer) {
    boolean announced = isAwaiting();
    while (frames.hasRemaining()) {
      byte[] body = body(frames);
      waiting.add(body);
      bytes += body.length + MESSAGE_COST;
    }
    if (!announced) {
      announce(outer);
    }
  }

  /// The peer is ready for the oldest message: sends its bytes, then the digits of the next.
  void acknowledged(Layer.Sink outer) {
    byte[] body = waiting.remove();
    bytes -= body.length + MESSAGE_COST;
    fetched++;
    if (body.length > 0) {
      outer.put(ByteBuffer.wrap(body));
    }
    announce(outer);
  }

  /// Returns true once the peer's stream has ended: no `ready` can arrive, so nothing can be sent.
  @Override
  public boolean hasEndedBoth() {
    return isOver;
  }

  /// Signals that the stream ended.
  void end() throws ProtocolException {
    isOver = true;
    byte[] oldest = waiting.peek();
    if (oldest != null) {
      throw new ProtocolException(
          ProtocolException.Fault.TRUNCATED,
          Problem.of(FrameProblem.TRUNCATED_BEFORE_READY, oldest.length));
    }
  }

  private byte[] body(ByteBuffer frames) {
    int length = -1;
    if (frames.remaining() >= Integer.BYTES) {
      int prefix = frames.getInt();
      int count = frames.order() == ByteOrder.BIG_ENDIAN ? prefix : Integer.reverseBytes(prefix);
      length = chars ? Utf8.bytes(frames, count) : count;
    }
    if (length < 0 || length > frames.remaining()) {
      throw new InvalidValueException(FrameProblem.NOT_WHOLE_FRAMES);
    }
    byte[] body = new byte[length];
    frames.get(body);
    return body;
  }

  private void announce(Layer.Sink outer) {
    byte[] oldest = waiting.peek();
    if (oldest != null) {
      ByteBuffer digits = ByteBuffer.allocate(WIDEST_DIGITS);
      int length = chars ? Utf8.count(ByteBuffer.wrap(oldest), 0, oldest.length) : oldest.length;
      Decimal.put(length, digits);
      outer.put(digits.flip());
    }
  }
}
