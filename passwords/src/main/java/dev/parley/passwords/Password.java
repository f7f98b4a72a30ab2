package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.StringPreparation;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.PasswordProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A user's password, prepared by SASLprep (RFC 4013) so that it is the same from every keyboard.
/// Its characters cannot be read back; it prints as `Password[hidden]`.
///
/// Immutable, safe for any thread. The characters stay in memory as long as the password is in use.
public final class Password {
  /// The maximum length of a password, in bytes of UTF-8. Nobody types more; longer input is the
  /// wrong file.
  public static final int MAX_BYTES = 1024;

  /// The length below which anybody with the users file soon guesses a password (NIST SP 800-63B-3
  /// §5.1.1).
  private static final int SHORT = 8;

  /// The replacement character that decoders return for invalid bytes.
  private static final char UNREADABLE = '\ufffd';

  private final char[] prepared;

  private Password(char[] prepared) {
    this.prepared = prepared;
  }

  /// Returns the password of these characters. The array is copied; the caller may wipe it.
  ///
  /// @throws InvalidValueException with a problem that reveals nothing of it, if it is empty, too
  ///   long, or has characters that SASLprep does not allow
  public static Password of(char[] typed) {
    if (Objects.requireNonNull(typed, "typed").length == 0) {
      throw new InvalidValueException(PasswordProblem.EMPTY);
    }
    if (typed.length > MAX_BYTES
        || StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed)).limit() > MAX_BYTES) {
      throw new InvalidValueException(PasswordProblem.TOO_LONG, MAX_BYTES);
    }
    return new Password(prepare(typed));
  }

  /// Returns the password in a file or from a pipe: its first line, which must be the only one. The
  /// caller may wipe the bytes.
  ///
  /// @throws InvalidValueException as [#of], and if there are more lines or bytes that are not
  ///   UTF-8
  public static Password ofFileContent(byte[] content) {
    int end = Objects.requireNonNull(content, "content").length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      if (end > 0 && content[end - 1] == '\r') {
        end--;
      }
    }
    if (end > MAX_BYTES) {
      throw new InvalidValueException(PasswordProblem.TOO_LONG, MAX_BYTES);
    }
    for (int i = 0; i < end; i++) {
      if (content[i] == '\n') {
        throw new InvalidValueException(PasswordProblem.SEVERAL_LINES);
      }
    }
    CharBuffer chars;
    try {
      chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, 0, end));
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(Problem.of(PasswordProblem.NOT_UTF8), e);
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
        throw new InvalidValueException(PasswordProblem.UNREADABLE);
      }
    }
    char[] prepared = SaslPrep.prepare(typed);
    if (prepared == null) {
      throw new InvalidValueException(PasswordProblem.NOT_ALLOWED);
    }
    if (prepared.length == 0) {
      throw new InvalidValueException(PasswordProblem.INVISIBLE);
    }
    return prepared;
  }

  /// Returns warnings for the user; empty if there are none.
  public List<Problem> warnings() {
    return length() < SHORT ? List.of(Problem.of(PasswordProblem.SHORT, SHORT)) : List.of();
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
