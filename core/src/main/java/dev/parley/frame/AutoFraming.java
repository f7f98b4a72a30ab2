package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Line framing, or raw for a peer that does not end its lines: each session finds out which, from
/// the first bytes that the peer sends.
///
/// ```
///                an LF has arrived
///            ┌──────────────────────▶ LINES, for good
///   UNDECIDED
///            └──────────────────────▶ RAW, for good
///                bytes without an LF, then SILENCE
/// ```
///
/// Simple programs send what was typed without a line end and wait for the answer. With this
/// framing one server can talk to them and to careful programs. Until the decision, and for good
/// with lines, everything is as in [LineFraming]: the maximum, the last line ended by the end of
/// the stream, and the encoder; but while undecided, a failed connection also ends a last line. A
/// session that also sends with this framing sends raw once it has decided for raw
/// ([Decoder#settled]). Both have the same maximum: a raw piece has at most [#maxMessage] bytes.
///
/// @param maxMessage the maximum number of bytes of a line without its end, and of a raw piece,
///   from 1 to [#LARGEST_MESSAGE]
public record AutoFraming(int maxMessage) implements KnownFraming {
  /// How long a peer must be silent after bytes without an LF. TCP retransmits a lost segment after
  /// 200 ms at the earliest (Linux, RFC 6298 §2), so after a shorter silence the rest of the line
  /// may still arrive; a person who waits for an answer does not notice half a second.
  public static final Duration SILENCE = Duration.ofMillis(500);

  /// Checks the maximum.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public AutoFraming {
    Bound.maximum(maxMessage);
  }

  @Override
  public AutoFraming withMaxMessage(int bytes) {
    return new AutoFraming(bytes);
  }

  @Override
  public Decoder decoder() {
    return new Undecided(maxMessage);
  }

  /// Returns the encoder of lines, which is correct until a session has settled.
  @Override
  public Encoder encoder() {
    return lines(maxMessage).encoder();
  }

  @Override
  public boolean isLines() {
    return true;
  }

  @Override
  public boolean settles() {
    return true;
  }

  @Override
  public HttpRule httpRule() {
    return HttpRule.LINES;
  }

  @Override
  public String toString() {
    return "auto";
  }

  /// Rejects pairs of framings in which this one makes no sense.
  static void check(Framing in, Framing out) {
    boolean isIn = in.settles();
    boolean isOut = out.settles();
    if (isOut && !isIn) {
      throw new InvalidValueException(FramingProblem.AUTO_SENDS_ONLY, in);
    }
    if (isIn && out.awaitsReady()) {
      throw new InvalidValueException(FramingProblem.AUTO_WITH_READY, out);
    }
  }

  private static Framing lines(int maxMessage) {
    return new LineFraming(false, maxMessage);
  }

  private static Framing raw(int maxMessage) {
    return new RawFraming(false, maxMessage);
  }

  /// Decodes lines and remembers whether there was one.
  private static final class Undecided implements Decoder {
    private final int maxMessage;
    private Decoder current;
    private @Nullable Framing settled;

    Undecided(int maxMessage) {
      this.maxMessage = maxMessage;
      this.current = lines(maxMessage).decoder();
    }

    @Override
    public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
      boolean isWhole = current.decode(in, view);
      if (isWhole && settled == null) {
        settled = lines(maxMessage);
      }
      return isWhole;
    }

    @Override
    public long silenceNanos() {
      return settled == null ? SILENCE.toNanos() : 0;
    }

    @Override
    public boolean silent(ByteBuffer in, Message view) throws ProtocolException {
      if (settled != null || !in.hasRemaining()) {
        return false;
      }
      Framing raw = raw(maxMessage);
      settled = raw;
      current = raw.decoder();
      return current.decode(in, view);
    }

    @Override
    public @Nullable Framing settled() {
      return settled;
    }

    @Override
    public boolean end(ByteBuffer in, Message view) throws ProtocolException {
      return current.end(in, view);
    }

    /// Like the end of the stream, since the bytes of an undecided peer are just as likely
    /// complete.
    @Override
    public boolean cut(ByteBuffer in, Message view) {
      int start = in.position();
      int length = in.remaining();
      if (settled != null || length == 0 || length > maxMessage) {
        return false;
      }
      in.position(in.limit());
      view.show(in, start, length);
      return true;
    }

    @Override
    public int maxFrameBytes() {
      return current.maxFrameBytes();
    }
  }
}
