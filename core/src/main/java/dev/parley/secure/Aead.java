package dev.parley.secure;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.SettingProblem;
import dev.parley.problem.UnsupportedByRuntimeException;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The AEAD cipher of a sealed session: encryption and authentication in one (the Noise Protocol
/// Framework, revision 34, §12). Both ends must use the same one.
public enum Aead {
  /// AES-256-GCM, the faster one wherever the processor has AES instructions.
  AESGCM(1, "AES/GCM/NoPadding", "AES"),

  /// ChaCha20-Poly1305 (RFC 8439), for processors without AES instructions.
  CHACHAPOLY(2, "ChaCha20-Poly1305", "ChaCha20");

  /// The length of a key, in bytes.
  public static final int KEY_LENGTH = 32;

  /// The length of the authentication tag that follows the ciphertext, in bytes.
  public static final int TAG_LENGTH = 16;

  private static final int NONCE_LENGTH = 12;

  private final int code;
  private final String transformation;
  private final String keyAlgorithm;

  Aead(int code, String transformation, String keyAlgorithm) {
    this.code = code;
    this.transformation = transformation;
    this.keyAlgorithm = keyAlgorithm;
  }

  /// Returns the cipher with this text form.
  ///
  /// @throws IllegalArgumentException with a sentence for the user that names the known forms
  public static Aead parse(String text) {
    Objects.requireNonNull(text, "text");
    for (Aead aead : values()) {
      if (text.equals(aead.toString())) {
        return aead;
      }
    }
    throw new InvalidValueException(SettingProblem.AEAD, text);
  }

  /// Returns the byte that identifies it in a server's opening (docs/PROTOCOL.md §10.1).
  public int code() {
    return code;
  }

  /// Returns the name of the Noise protocol that uses it.
  public String protocolName() {
    return this == AESGCM
        ? "Noise_NNpsk0_25519_AESGCM_SHA256"
        : "Noise_NNpsk0_25519_ChaChaPoly_SHA256";
  }

  /// Returns a new cipher, not yet initialised.
  public Cipher cipher() {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(
          Problem.of(KeyProblem.CANNOT_COMPUTE, transformation), e);
    }
  }

  /// Returns a key made of the [#KEY_LENGTH] bytes at `offset`, which are copied.
  public SecretKeySpec key(byte[] bytes, int offset) {
    return new SecretKeySpec(bytes, offset, KEY_LENGTH, keyAlgorithm);
  }

  /// Returns the nonce for the use of a key with this number, counted from 0 and unsigned: four
  /// zero bytes, then the count, big-endian for AES-GCM and little-endian for ChaCha20 (Noise §12.3
  /// and §12.4).
  public AlgorithmParameterSpec nonce(long count) {
    byte[] nonce = new byte[NONCE_LENGTH];
    long bytes = this == AESGCM ? count : Long.reverseBytes(count);
    for (int i = NONCE_LENGTH - 1; i >= NONCE_LENGTH - Long.BYTES; i--) {
      nonce[i] = (byte) bytes;
      bytes >>>= Byte.SIZE;
    }
    return this == AESGCM
        ? new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce)
        : new IvParameterSpec(nonce);
  }

  /// Returns the text form: `aesgcm` or `chachapoly`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
