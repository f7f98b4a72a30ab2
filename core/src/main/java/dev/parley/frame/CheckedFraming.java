package dev.parley.frame;

import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import java.util.Objects;
import java.util.regex.Pattern;

/// Makes the decoders and encoders that sessions use: those of the library's framings as they are,
/// those of others so that each call is checked.
public final class CheckedFraming {
  /// The most bytes of a frame.
  static final int LARGEST_FRAME = Framing.LARGEST_MESSAGE + Framing.LARGEST_OVERHEAD;

  private static final Pattern TEXT = Pattern.compile("[a-z][a-z0-9._-]*(:[!-~]+)?");

  private CheckedFraming() {}

  /// Returns a new decoder of `framing`. If the framing's own breaks its contract, or throws
  /// anything but a [dev.parley.layer.ProtocolException], it throws a [BrokenFramingException].
  public static Decoder decoder(Framing framing) {
    return framing instanceof KnownFraming ? framing.decoder() : new CheckedDecoder(framing);
  }

  /// Returns the encoder of `framing`. If the framing's own breaks its contract, or throws anything
  /// but an [IllegalArgumentException], it throws a [BrokenFramingException].
  public static Encoder encoder(Framing framing) {
    return framing instanceof KnownFraming ? framing.encoder() : CheckedEncoder.of(framing);
  }

  /// Returns true for an encoder of the library's framings, which never waits; that of a user's
  /// framing should not either.
  public static boolean isKnown(Encoder encoder) {
    return !(encoder instanceof CheckedEncoder);
  }

  /// See [Framing#check].
  static void check(Framing framing) {
    if (framing instanceof KnownFraming) {
      return; // checked when it was made
    }
    String text = framing.toString();
    if (text.length() > Framing.LONGEST_TEXT || !TEXT.matcher(text).matches()) {
      throw new InvalidValueException(
          FramingProblem.TEXT_FORM, framing.getClass().getName(), Framing.LONGEST_TEXT);
    }
    int _ = Bound.maximum(framing.maxMessage());
    Objects.requireNonNull(framing.httpRule(), "httpRule");
    int most = framing.decoder().maxFrameBytes();
    if (most < 1 || most > LARGEST_FRAME) {
      throw new InvalidValueException(FramingProblem.FRAME_BYTES, text, most, LARGEST_FRAME);
    }
    int overhead = framing.encoder().overhead();
    if (overhead < 0 || overhead > Framing.LARGEST_OVERHEAD) {
      throw new InvalidValueException(
          FramingProblem.OVERHEAD, text, overhead, Framing.LARGEST_OVERHEAD);
    }
  }
}
