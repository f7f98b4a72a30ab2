package dev.parley.passwords;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The line of a login that is being waited for: UTF-8, ended by one LF, at most [#MAX_LENGTH]
/// bytes with it. Confined to its session's thread.
final class LoginLine {
  /// The longest that a login of ours has is 240 bytes; others' names and nonces may be longer.
  static final int MAX_LENGTH = 1024;

  private final ByteBuffer begun = ByteBuffer.allocate(MAX_LENGTH);

  /// Takes from `wire` what belongs to the line, and no byte behind it; true when it is all there.
  ///
  /// @throws ProtocolException if it is too long
  boolean fill(ByteBuffer wire) throws ProtocolException {
    while (wire.hasRemaining()) {
      byte next = wire.get();
      if (next == '\n') {
        return true;
      }
      if (begun.position() == MAX_LENGTH - 1) {
        throw Scram.refused("a line of a login is longer than " + MAX_LENGTH + " bytes");
      }
      begun.put(next);
    }
    return false;
  }

  /// The line, without its LF, once it is all there; from here on the next one is waited for.
  ///
  /// @throws ProtocolException if it is no UTF-8
  String text() throws ProtocolException {
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(begun.flip());
    } catch (CharacterCodingException _) {
      throw Scram.refused("a line of a login is not written in UTF-8");
    }
    begun.clear();
    return text.toString();
  }

  /// What has come of it.
  ByteBuffer begun() {
    return begun.duplicate().flip();
  }

  /// True if what has come of it is what `prefix` begins with, or begins with it.
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
