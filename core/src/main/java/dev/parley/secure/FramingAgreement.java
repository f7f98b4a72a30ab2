package dev.parley.secure;

import dev.parley.frame.Framing;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The framings that one end of a session is configured with. Sealed sessions compare the two ends'
/// agreements in the login, so that a mismatch ends with a clear message and not with misread data.
///
/// ```
///   1     n            1     m
/// ┌─────┬────────────┬─────┬────────────┐
/// │ n   │ to server  │ m   │ to client  │    text forms of framings, 1 to 255 visible ASCII
/// └─────┴────────────┴─────┴────────────┘    characters each
/// ```
///
/// @param toServer the text form of the framing in which the client sends
/// @param toClient the text form of the framing in which the server sends
public record FramingAgreement(String toServer, String toClient) {
  private static final int MAX_TEXT = Framing.LONGEST_TEXT;

  /// The maximum length of [#toBytes].
  public static final int MAX_BYTES = 2 * (1 + MAX_TEXT);

  /// The minimum length of [#toBytes].
  public static final int MIN_BYTES = 2 * (1 + 1);

  public FramingAgreement {
    if (!isText(toServer) || !isText(toClient)) {
      throw new InvalidValueException(FramingProblem.AGREEMENT_TEXT, MAX_TEXT);
    }
  }

  /// Returns the encoding shown above.
  public byte[] toBytes() {
    byte[] bytes = new byte[2 + toServer.length() + toClient.length()];
    int next = put(toServer, bytes, 0);
    put(toClient, bytes, next);
    return bytes;
  }

  private static int put(String text, byte[] bytes, int at) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    bytes[at] = (byte) ascii.length;
    System.arraycopy(ascii, 0, bytes, at + 1, ascii.length);
    return at + 1 + ascii.length;
  }

  /// Decodes these bytes; returns null if they are not of the form above.
  public static @Nullable FramingAgreement of(byte[] bytes) {
    int first = bytes.length == 0 ? 0 : bytes[0] & 0xff;
    if (bytes.length < 2 + first) {
      return null;
    }
    int second = bytes[1 + first] & 0xff;
    if (bytes.length != 2 + first + second) {
      return null;
    }
    String toServer = new String(bytes, 1, first, StandardCharsets.ISO_8859_1);
    String toClient = new String(bytes, 2 + first, second, StandardCharsets.ISO_8859_1);
    return isText(toServer) && isText(toClient) ? new FramingAgreement(toServer, toClient) : null;
  }

  private static boolean isText(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return false;
    }
    return text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /// Returns the two framings as a part of a sentence, as [#toString] does.
  public Problem described() {
    return toServer.equals(toClient)
        ? Problem.text(toServer)
        : Problem.of(SealedProblem.TWO_FRAMINGS, toServer, toClient);
  }

  /// Returns `line`, or `length:4le to the server and raw back` where the two differ.
  @Override
  public String toString() {
    return described().toString();
  }
}
