package dev.parley.hmac;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.UnsupportedByRuntimeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A secret shared by both sides. Its bytes cannot be read back: there is no accessor, it prints as
/// `Secret[hidden]`, and comparing two takes the same time wherever they differ.
///
/// Immutable, safe for any thread. The bytes stay in memory as long as the secret is in use.
public final class Secret {
  private final byte[] key;

  private Secret(byte[] key) {
    if (key.length == 0) {
      throw new InvalidValueException(KeyProblem.EMPTY_SECRET);
    }
    this.key = key;
  }

  /// Returns a secret of exactly these bytes, at least one. The array is copied; the caller may
  /// wipe it.
  ///
  /// @throws IllegalArgumentException if there are none
  public static Secret of(byte[] key) {
    return new Secret(Objects.requireNonNull(key, "key").clone());
  }

  /// Returns the secret that a user typed or put into the environment: the UTF-8 bytes of `text`.
  ///
  /// @throws IllegalArgumentException if it is empty
  public static Secret ofText(String text) {
    return new Secret(Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the secret in a file: its bytes without one trailing LF or CR LF, which editors add.
  /// The array is copied; the caller may wipe it.
  ///
  /// @throws IllegalArgumentException if the file holds nothing else
  public static Secret ofFileContent(byte[] content) {
    int end = Objects.requireNonNull(content, "content").length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      if (end > 0 && content[end - 1] == '\r') {
        end--;
      }
    }
    return new Secret(Arrays.copyOf(content, end));
  }

  /// Returns the proof of knowing this secret: HMAC(secret, challenge), RFC 2104 §2.
  byte[] prove(HmacAlgorithm digest, byte[] challenge) {
    try {
      Mac mac = Mac.getInstance(digest.algorithm());
      mac.init(new SecretKeySpec(key, digest.algorithm()));
      return mac.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(
          Problem.of(KeyProblem.CANNOT_COMPUTE_LOGIN, digest), e);
    }
  }

  /// Equal if the bytes are equal. The time taken does not reveal where they differ.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(key, that.key);
  }

  /// The same number for every secret: a hash of the bytes would help an attacker to guess them.
  @Override
  public int hashCode() {
    return 1;
  }

  /// Always returns `Secret[hidden]`.
  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
