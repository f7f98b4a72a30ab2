package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.StringPreparation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A user's password, prepared by SASLprep (RFC 4013) so that it is the same from every keyboard.
/// Its characters cannot be read back; it prints as `Password[hidden]`.
///
/// Immutable, safe for any thread. The characters stay in memory as long as the password is in use.
public final class Password {
  /// The maximum length of a password, in bytes of UTF-8. Nobody types more; longer input is the
  /// wrong file.
  public static final int MAX_BYTES = 1024;

  /// The replacement character that decoders return for invalid bytes.
  private static final char UNREADABLE = '\ufffd';

  private final char[] prepared;

  private Password(char[] prepared) {
    this.prepared = prepared;
  }

  /// Returns the password of these characters. The array is copied; the caller may wipe it.
  ///
  /// @throws IllegalArgumentException with a sentence that reveals nothing of it, if it is empty,
  ///   too long, or has characters that SASLprep does not allow
  public static Password of(char[] typed) {
    if (typed.length == 0) {
      throw new IllegalArgumentException("the password is empty");
    }
    if (typed.length > MAX_BYTES
        || StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed)).limit() > MAX_BYTES) {
      throw new IllegalArgumentException("a password has at most " + MAX_BYTES + " bytes");
    }
    return new Password(prepare(typed));
  }

  /// Returns the password in a file or from a pipe: its first line, which must be the only one. The
  /// caller may wipe the bytes.
  ///
  /// @throws IllegalArgumentException as [#of], and if there are more lines or bytes that are not
  ///   UTF-8
  public static Password ofFileContent(byte[] content) {
    int end = content.length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      if (end > 0 && content[end - 1] == '\r') {
        end--;
      }
    }
    if (end > MAX_BYTES) {
      throw new IllegalArgumentException("a password has at most " + MAX_BYTES + " bytes");
    }
    for (int i = 0; i < end; i++) {
      if (content[i] == '\n') {
        throw new IllegalArgumentException("there is more than one line; a password is one");
      }
    }
    CharBuffer chars;
    try {
      chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, 0, end));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the password is not written in UTF-8", e);
    }
    char[] typed = new char[chars.remaining()];
    chars.get(typed);
    Arrays.fill(chars.array(), '\0');
    try {
      return of(typed);
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  private static char[] prepare(char[] typed) {
    for (char c : typed) {
      if (c == UNREADABLE) {
        throw new IllegalArgumentException(
            "the password has a character that could not be read: its bytes are not written in the"
                + " encoding of the locale (LC_ALL, LC_CTYPE, LANG), which should be UTF-8");
      }
    }
    char[] prepared = SaslPrep.prepare(typed);
    if (prepared == null) {
      throw new IllegalArgumentException(
          "the password has a character that SASLprep (RFC 4013) does not allow: a control"
              + " character, one for private use, one that Unicode 3.2 does not have, such as most"
              + " emoji, or writing from right to left mixed with other writing");
    }
    if (prepared.length == 0) {
      throw new IllegalArgumentException("the password has no character that can be seen");
    }
    return prepared;
  }

  /// Returns its length in characters (code points).
  public int length() {
    return Character.codePointCount(prepared, 0, prepared.length);
  }

  /// Returns the SaltedPassword (RFC 5802 §3). Takes as long as `iterations` HMACs.
  byte[] salted(byte[] salt, int iterations) {
    // The library needs a preparation or else accepts only ASCII; prepared characters do not
    // change.
    return ScramFunctions.saltedPassword(
        Scram.MECHANISM, StringPreparation.SASL_PREPARATION, prepared, salt, iterations);
  }

  /// Always returns `Password[hidden]`.
  @Override
  public String toString() {
    return "Password[hidden]";
  }
}
