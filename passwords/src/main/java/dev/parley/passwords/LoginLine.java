package dev.parley.passwords;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.LoginProblem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A buffer for the next line of a login: UTF-8, ended by one LF, at most [#MAX_LENGTH] bytes with
/// it. Confined to its session's thread.
final class LoginLine {
  /// The longest line of our own logins has 240 bytes; other implementations' names and nonces may
  /// be longer.
  static final int MAX_LENGTH = 1024;

  private final ByteBuffer begun = ByteBuffer.allocate(MAX_LENGTH);

  /// Takes the line's bytes from `wire`, and none after it; true when the line is complete.
  ///
  /// @throws ProtocolException if it is too long
  boolean fill(ByteBuffer wire) throws ProtocolException {
    while (wire.hasRemaining()) {
      byte next = wire.get();
      if (next == '\n') {
        return true;
      }
      if (begun.position() == MAX_LENGTH - 1) {
        throw Scram.refused(LoginProblem.LINE_TOO_LONG, MAX_LENGTH);
      }
      begun.put(next);
    }
    return false;
  }

  /// Returns the complete line without its LF, and empties the buffer for the next one.
  ///
  /// @throws ProtocolException if it is not UTF-8
  String text() throws ProtocolException {
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(begun.flip());
    } catch (CharacterCodingException _) {
      throw Scram.refused(LoginProblem.LINE_NOT_UTF8);
    }
    begun.clear();
    return text.toString();
  }

  /// Returns the received part of the line.
  ByteBuffer begun() {
    return begun.duplicate().flip();
  }

  /// True if the received part is a prefix of `prefix`, or starts with it.
  boolean agreesWith(String prefix) {
    int there = Math.min(begun.position(), prefix.length());
    for (int i = 0; i < there; i++) {
      if (begun.get(i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
