package dev.parley.cli.command;

import dev.parley.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Recognises a server that expects a login that was not configured: it sends a challenge, 32
/// random bytes and nothing else, takes our first message for a wrong answer and closes. For
/// streams without login and sealing. Confined to one thread.
public final class ChallengeHint {
  /// The length of a challenge, docs/PROTOCOL.md §6.
  public static final int CHALLENGE_BYTES = 32;

  private static final String ESCAPE = "\u001b";

  private final ByteArrayOutputStream first = new ByteArrayOutputStream();

  /// Takes a message of the server.
  public void heard(byte[] message) {
    if (first.size() <= CHALLENGE_BYTES) {
      first.writeBytes(message);
    }
  }

  /// True if all that the server has sent so far looks like a challenge.
  ///
  /// @param bytesIn the number of bytes that the server has sent, with those of incomplete messages
  public boolean isChallenge(long bytesIn) {
    return bytesIn == CHALLENGE_BYTES && !isText(first.toByteArray());
  }

  /// True if random bytes would hardly ever look like this: UTF-8 without control characters,
  /// except tabs, line ends and the escape that begins a colour. False for no bytes at all, as when
  /// the framing let none through.
  private static boolean isText(byte[] bytes) {
    byte[] text =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace(ESCAPE, "")
            .getBytes(StandardCharsets.ISO_8859_1);
    return Printable.isText(text) && !new String(text, StandardCharsets.UTF_8).isBlank();
  }
}
