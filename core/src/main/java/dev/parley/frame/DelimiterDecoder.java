package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import java.nio.ByteBuffer;

/// A decoder that finds the delimiter however the input is split into reads. Remembers how far it
/// has searched and how much of the delimiter the last bytes match.
///
/// ```
///   | message: at most maxMessage bytes | delimiter |
///   scanned ──────────────────────────────▶|
///                                  matched ▶|
/// ```
///
/// The message has at least `scanned - matched` bytes; if that exceeds the limit it is too large,
/// whatever follows.
final class DelimiterDecoder implements Decoder {
  private final Delimiter delimiter;
  private final int maxMessage;
  private int scanned;
  private int matched;

  DelimiterDecoder(Delimiter delimiter, int maxMessage) {
    this.delimiter = delimiter;
    this.maxMessage = maxMessage;
  }

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int start = in.position();
    int there = Math.min(in.remaining(), maxFrameBytes());
    int found = delimiter.search(in, start + scanned, start + there, matched);
    if (found >= 0) {
      scanned = 0;
      matched = 0;
      in.position(found + 1);
      view.show(in, start, found + 1 - start - delimiter.length());
      return true;
    }
    int fits = ~found;
    if (there - fits > maxMessage) {
      throw Bound.tooLarge(
          Sniff.protocol(in), FrameProblem.MESSAGE_TOO_LARGE, there - fits, maxMessage);
    }
    scanned = there;
    matched = fits;
    return false;
  }

  @Override
  public int maxFrameBytes() {
    return maxMessage + delimiter.length();
  }
}
