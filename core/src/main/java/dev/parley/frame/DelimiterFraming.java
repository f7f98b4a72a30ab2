package dev.parley.frame;

import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import java.util.Locale;
import java.util.Objects;

/// A framing that ends each message with a delimiter of 1 to 64 bytes that the message must not
/// contain.
///
/// ```
///   delimiter:%7C%7C    h e l l o | |
/// ```
///
/// The message ends at the first occurrence of the whole delimiter. The encoder therefore rejects
/// more than messages that contain the delimiter: with `aba`, the message `ab` would be sent as
/// `ababa` and received as the empty message and `ba`. Every message it accepts arrives unchanged.
///
/// @param delimiter the bytes that end a message, copied; 1 to 64 of them
/// @param maxMessage the maximum number of bytes of a message without its delimiter, from 1 to
///   [#LARGEST_MESSAGE]
public record DelimiterFraming(Message delimiter, int maxMessage) implements KnownFraming {
  /// The maximum size of a delimiter in bytes: protocols use two to a dozen, MIME boundaries (RFC
  /// 2046 §5.1.1) up to 70 with their dashes.
  static final int LONGEST = 64;

  /// Checks both and copies the delimiter.
  ///
  /// @throws IllegalArgumentException if either is out of range
  public DelimiterFraming {
    Objects.requireNonNull(delimiter, "delimiter");
    if (delimiter.isEmpty() || delimiter.length() > LONGEST) {
      throw new InvalidValueException(FramingProblem.DELIMITER_LENGTH, LONGEST, delimiter.length());
    }
    delimiter = Message.of(delimiter.bytes());
    Bound.maximum(maxMessage);
  }

  /// Returns a framing with `delimiter`. The array is copied.
  static DelimiterFraming of(byte[] delimiter, int maxMessage) {
    return new DelimiterFraming(Message.of(delimiter), maxMessage);
  }

  @Override
  public DelimiterFraming withMaxMessage(int bytes) {
    return new DelimiterFraming(delimiter, bytes);
  }

  @Override
  public Decoder decoder() {
    return new DelimiterDecoder(new Delimiter(delimiter.bytes()), maxMessage);
  }

  @Override
  public Encoder encoder() {
    return new DelimiterEncoder(new Delimiter(delimiter.bytes()), maxMessage);
  }

  @Override
  public HttpRule httpRule() {
    return HttpRule.DELIMITED;
  }

  /// Returns the text form, with all but the unreserved characters of RFC 3986 §2.3
  /// percent-encoded.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("delimiter:");
    for (int i = 0; i < delimiter.length(); i++) {
      int b = delimiter.byteAt(i) & 0xff;
      if (isUnreserved(b)) {
        text.append((char) b);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", b));
      }
    }
    return text.toString();
  }

  private static boolean isUnreserved(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "-._~".indexOf(b) >= 0;
  }
}
