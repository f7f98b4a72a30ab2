package dev.parley.internal.noise;

import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.Entropy;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/// A key pair for one Diffie-Hellman exchange (RFC 7748 §6.1). Use it once. Confined to one thread.
public final class X25519 {
  /// The length of a private key, a public key and a shared secret, in bytes.
  public static final int LENGTH = 32;

  private static final String ALGORITHM = "X25519";
  private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

  private final PrivateKey privateKey;
  private final byte[] publicKey;

  /// Returns a fresh pair.
  public static X25519 fresh(Entropy entropy) {
    byte[] bytes = new byte[LENGTH];
    entropy.fill(bytes);
    return of(bytes);
  }

  /// Returns the pair with this private key, whose bytes are wiped here.
  public static X25519 of(byte[] privateKey) {
    return new X25519(privateKey);
  }

  private X25519(byte[] bytes) {
    try {
      this.privateKey =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes));
      Arrays.fill(bytes, (byte) 0);
      this.publicKey = agree(publicKeyOf(BASE_POINT));
    } catch (GeneralSecurityException e) {
      throw unable(e);
    }
  }

  /// Returns the [#LENGTH] bytes for the other side. Must not be changed.
  public byte[] publicKey() {
    return publicKey;
  }

  /// Returns the shared secret; null if `theirs` is one of the few values with which it would not
  /// depend on our key (RFC 7748 §6.1). The caller wipes it.
  ///
  /// @param theirs [#LENGTH] bytes
  public byte @Nullable [] shared(byte[] theirs) {
    byte[] bigEndian = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bigEndian[i] = theirs[LENGTH - 1 - i];
    }
    bigEndian[0] &= 0x7f; // RFC 7748 §5: the top bit is not part of the number
    try {
      return agree(publicKeyOf(new BigInteger(1, bigEndian)));
    } catch (InvalidKeyException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw unable(e);
    }
  }

  private static PublicKey publicKeyOf(BigInteger u) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM)
        .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
  }

  private byte[] agree(PublicKey with) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
    agreement.init(privateKey);
    agreement.doPhase(with, true);
    return agreement.generateSecret();
  }

  private static IllegalStateException unable(GeneralSecurityException cause) {
    return new UnsupportedByRuntimeException(
        Problem.of(KeyProblem.CANNOT_COMPUTE, ALGORITHM), cause);
  }

  /// Always returns `X25519[hidden]`.
  @Override
  public String toString() {
    return "X25519[hidden]";
  }
}
