package dev.parley.internal.buffer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Access to the Java platform's SHA-256.
public final class Sha256 {
  private Sha256() {}

  /// Returns a new digest.
  ///
  /// @throws IllegalStateException if this Java runtime lacks it
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java runtime cannot compute SHA-256; use another Java", e);
    }
  }
}
