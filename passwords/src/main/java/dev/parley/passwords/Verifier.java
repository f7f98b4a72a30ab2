package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.PasswordProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.Entropy;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server's record of a password (RFC 5802 §3): enough to verify a login and to authenticate the
/// server to the client, but not to log in. A thief of it can guess the password, at the cost of
/// all its iterations per guess, and can impersonate the server.
///
/// Its text form is the same as in PostgreSQL:
///
/// ```
///   SCRAM-SHA-256$600000:c2FsdA==$StoredKey:ServerKey      the last three in base64
/// ```
///
/// `toString` prints none of it. Immutable, safe for any thread.
public final class Verifier {
  /// The number of iterations of a new verifier.
  public static final int ITERATIONS = 600_000;

  /// The minimum number of iterations that either side accepts (the recommendation of RFC 7677 §4):
  /// fewer make guessing cheap for anybody who steals the file or impersonates the server.
  public static final int MIN_ITERATIONS = 15_000;

  /// The maximum number of iterations that either side accepts: some seconds of a client's time,
  /// which an impostor's server could ask for.
  public static final int MAX_ITERATIONS = 10_000_000;

  static final int KEY_LENGTH = 32;
  static final int SALT_LENGTH = 16;
  static final int MIN_SALT_LENGTH = 8;
  static final int MAX_SALT_LENGTH = 64;

  private static final Pattern TEXT =
      Pattern.compile(
          "SCRAM-SHA-256\\$([1-9][0-9]{0,8}):([A-Za-z0-9+/=]{1,88})"
              + "\\$([A-Za-z0-9+/=]{44}):([A-Za-z0-9+/=]{44})");

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  /// Takes the arrays; the caller must not change them.
  Verifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /// Returns the verifier of a password, with a fresh salt and [#ITERATIONS]. Takes as long as a
  /// login on a client, some tenths of a second.
  public static Verifier of(Password password, Entropy entropy) {
    return of(password, entropy, ITERATIONS);
  }

  /// Like [#of(Password, Entropy)], with a number of iterations that may be smaller, for tests and
  /// small machines.
  ///
  /// @throws IllegalArgumentException if it is below [#MIN_ITERATIONS] or above [#MAX_ITERATIONS]
  public static Verifier of(Password password, Entropy entropy, int iterations) {
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(entropy, "entropy");
    checkIterations(iterations);
    byte[] salt = new byte[SALT_LENGTH];
    entropy.fill(salt);
    return derived(password, salt, iterations);
  }

  static Verifier derived(Password password, byte[] salt, int iterations) {
    byte[] salted = password.salted(salt, iterations);
    byte[] clientKey = ScramFunctions.clientKey(Scram.MECHANISM, salted);
    return new Verifier(
        iterations,
        salt.clone(),
        ScramFunctions.storedKey(Scram.MECHANISM, clientKey),
        ScramFunctions.serverKey(Scram.MECHANISM, salted));
  }

  /// Parses the text form.
  ///
  /// @throws InvalidValueException with a problem that quotes nothing of the text
  public static Verifier parse(String text) {
    Matcher matcher = TEXT.matcher(Objects.requireNonNull(text, "text"));
    byte[] salt = matcher.matches() ? base64(matcher.group(2)) : null;
    byte[] storedKey = salt == null ? null : base64(matcher.group(3));
    byte[] serverKey = storedKey == null ? null : base64(matcher.group(4));
    if (salt == null
        || storedKey == null
        || storedKey.length != KEY_LENGTH
        || serverKey == null
        || serverKey.length != KEY_LENGTH
        || salt.length < MIN_SALT_LENGTH
        || salt.length > MAX_SALT_LENGTH) {
      throw new InvalidValueException(
          PasswordProblem.VERIFIER_FORM, MIN_SALT_LENGTH, MAX_SALT_LENGTH);
    }
    int iterations = Integer.parseInt(matcher.group(1));
    checkStored(iterations);
    return new Verifier(iterations, salt, storedKey, serverKey);
  }

  private static void checkStored(int iterations) {
    try {
      checkIterations(iterations);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(Problem.of(PasswordProblem.SET_ANEW, e.problem()), e);
    }
  }

  /// @throws IllegalArgumentException if the number is out of the accepted range
  static void checkIterations(int iterations) {
    if (iterations < MIN_ITERATIONS) {
      throw new InvalidValueException(
          PasswordProblem.TOO_FEW_ITERATIONS, iterations, MIN_ITERATIONS);
    }
    if (iterations > MAX_ITERATIONS) {
      throw new InvalidValueException(
          PasswordProblem.TOO_MANY_ITERATIONS, iterations, MAX_ITERATIONS);
    }
  }

  /// Decodes strictly: null unless the text is exactly what an encoder would write.
  static byte @Nullable [] base64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Returns the number of iterations for a client's key derivation.
  public int iterations() {
    return iterations;
  }

  /// Returns the length of the salt, in bytes.
  int saltLength() {
    return salt.length;
  }

  String saltText() {
    return base64(salt);
  }

  /// Returns StoredKey, which must not be changed.
  byte[] storedKey() {
    return storedKey;
  }

  /// Returns ServerKey, which must not be changed.
  byte[] serverKey() {
    return serverKey;
  }

  /// Returns the text form, for a file that other users cannot read.
  public String toText() {
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + saltText()
        + "$"
        + base64(storedKey)
        + ":"
        + base64(serverKey);
  }

  /// The time taken does not reveal where two differ.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Verifier that
        && iterations == that.iterations
        && MessageDigest.isEqual(salt, that.salt)
        && MessageDigest.isEqual(storedKey, that.storedKey)
        && MessageDigest.isEqual(serverKey, that.serverKey);
  }

  /// The same number for all: a hash would help an attacker to guess.
  @Override
  public int hashCode() {
    return 1;
  }

  /// Always returns `Verifier[hidden]`.
  @Override
  public String toString() {
    return "Verifier[hidden]";
  }
}
