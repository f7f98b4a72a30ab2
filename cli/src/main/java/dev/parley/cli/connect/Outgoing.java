package dev.parley.cli.connect;

import dev.parley.cli.output.Hex;
import dev.parley.cli.output.TimestampPrefix;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Turns a typed or piped line into the message to send, or into the reason why there is none. Safe
/// for any thread.
///
/// ```
///   line ─▶ leave word? ─▶ quit word? ─▶ hex digits to bytes ─▶ timestamp ─▶ can it be carried?
/// ```
///
/// A quit word is sent without a timestamp, because the server compares it.
final class Outgoing {
  /// The result for one line.
  sealed interface Said {
    /// A message to send.
    ///
    /// @param isLast true for a quit word: nothing more is to be sent
    @SuppressWarnings("ArrayRecordComponent") // handed over to be sent, never compared
    record Send(byte[] message, boolean isLast) implements Said {}

    /// A leave word: nothing is sent, and the conversation is over.
    record Leave() implements Said {}

    /// An empty line, and the transport cannot carry an empty message.
    record Empty() implements Said {}

    /// A line that cannot be sent; `why` is a sentence.
    record Refused(String why) implements Said {}
  }

  private final Framing framing;
  private final boolean isDatagram;
  private final int maxMessage;
  private final boolean isHex;
  private final boolean addsNewline;
  private final @Nullable TimestampPrefix stamp;
  private final PartingWords words;
  private final BooleanSupplier isRaw;

  /// @param framing of streams; for datagrams only its maximum counts
  /// @param maxMessage the maximum length of a message in bytes, as
  ///   [dev.parley.session.Session#maxMessage]
  /// @param isHex true if lines spell bytes in hex
  /// @param isRaw true once a session with framing `auto` has settled on raw
  Outgoing(
      Framing framing,
      boolean isDatagram,
      int maxMessage,
      boolean isHex,
      @Nullable TimestampPrefix stamp,
      PartingWords words,
      BooleanSupplier isRaw) {
    this.framing = framing;
    this.isDatagram = isDatagram;
    this.maxMessage = maxMessage;
    this.isHex = isHex;
    this.addsNewline = !isHex && !isDatagram && framing.toString().equals("stream");
    this.stamp = stamp;
    this.words = words;
    this.isRaw = isRaw;
  }

  /// Returns the result for `line`, which has no line end. The caller must not change the array
  /// afterwards.
  Said of(byte[] line) {
    if (words.isLeaveWord(line)) {
      return new Said.Leave();
    }
    boolean isLast = words.isQuitWord(line);
    byte[] message;
    try {
      message = isHex && !isLast ? Hex.parse(line) : line;
    } catch (IllegalArgumentException e) {
      return new Said.Refused(ProblemTexts.sentence(e));
    }
    if (stamp != null && !isLast) {
      message = stamp.on(message);
    }
    if (addsNewline) {
      message = Arrays.copyOf(message, message.length + 1);
      message[message.length - 1] = '\n';
    }
    if (message.length == 0 && !isDatagram && !carriesEmpty()) {
      return new Said.Empty();
    }
    String refusal = refusal(message);
    return refusal == null ? new Said.Send(message, isLast) : new Said.Refused(refusal);
  }

  private boolean carriesEmpty() {
    return framing.carriesEmpty() && !isRaw.getAsBoolean();
  }

  /// Returns why the transport cannot carry `message`, or null if it can.
  private @Nullable String refusal(byte[] message) {
    if (message.length > maxMessage) {
      return Texts.text("connect.message-too-long", message.length, maxMessage);
    }
    if (isDatagram) {
      return null;
    }
    Encoder encoder = framing.encoder();
    ByteBuffer frame = ByteBuffer.allocate(message.length + encoder.overhead());
    try {
      encoder.begin(message.length, frame);
      int start = frame.position();
      encoder.finish(start, frame.put(message));
      return null;
    } catch (IllegalArgumentException e) {
      return ProblemTexts.sentence(e);
    }
  }
}
