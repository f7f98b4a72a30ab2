package dev.parley.internal.x509;

import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.problem.UnsupportedByRuntimeException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses private keys in PEM files: PKCS#8 (RFC 5958) and openssl's traditional forms.
public final class PrivateKeys {
  private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
  private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

  private PrivateKeys() {}

  /// Returns the private key of a file, the first if there are several.
  ///
  /// @throws InvalidValueException with a problem that follows the file's name
  public static PrivateKey of(List<Pem> blocks) {
    for (Pem block : blocks) {
      byte[] pkcs8 = pkcs8(block);
      if (pkcs8 != null) {
        try {
          return key(pkcs8);
        } finally {
          Arrays.fill(pkcs8, (byte) 0);
          Arrays.fill(block.bytes(), (byte) 0);
        }
      }
    }
    throw new InvalidValueException(missing(blocks.stream().map(Pem::label).toList()));
  }

  private static Problem missing(List<String> labels) {
    if (labels.contains("CERTIFICATE")) {
      return Problem.of(CertificateProblem.CERTIFICATE_INSTEAD);
    }
    if (labels.contains("OPENSSH PRIVATE KEY")) {
      return Problem.of(CertificateProblem.OPENSSH_KEY);
    }
    if (labels.contains("DSA PRIVATE KEY")) {
      return Problem.of(CertificateProblem.KEY_KIND, "DSA");
    }
    return Problem.of(
        labels.stream().anyMatch(label -> label.endsWith("PUBLIC KEY"))
            ? CertificateProblem.PUBLIC_KEY
            : CertificateProblem.NO_KEY);
  }

  private static byte @Nullable [] pkcs8(Pem block) {
    if (block.isEncrypted() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
      throw new InvalidValueException(CertificateProblem.PASSPHRASE);
    }
    return switch (block.label()) {
      case "PRIVATE KEY" -> block.bytes();
      case "RSA PRIVATE KEY" ->
          wrapped(Der.sequence(Der.oid(RSA_ENCRYPTION), Der.nothing()), block);
      case "EC PRIVATE KEY" ->
          wrapped(Der.sequence(Der.oid(EC_PUBLIC_KEY), curve(block.bytes())), block);
      default -> null;
    };
  }

  /// RFC 5958 §2: version, algorithm, the key in its own encoding (RFC 8017 §A.1.2, RFC 5915 §3).
  private static byte[] wrapped(byte[] algorithm, Pem block) {
    return Der.sequence(Der.integer(0), algorithm, Der.octets(block.bytes()));
  }

  /// Returns the curve of an EC key (RFC 5915 §3): version, octets, then the parameters in \[0\].
  private static byte[] curve(byte[] sec1) {
    try {
      ByteBuffer key = Der.contents(ByteBuffer.wrap(sec1), Der.SEQUENCE);
      Der.next(key);
      Der.contents(key, Der.OCTETS);
      ByteBuffer curve = Der.contents(key, 0xa0);
      byte[] bytes = new byte[curve.remaining()];
      curve.get(bytes);
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(Problem.of(CertificateProblem.NO_CURVE), e);
    }
  }

  private static PrivateKey key(byte[] pkcs8) {
    String kind = kind(pkcs8);
    if (!PublicKeys.isForTls(kind)) {
      throw new InvalidValueException(CertificateProblem.KEY_KIND, PublicKeys.shownKind(kind));
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Another algorithm's key, or none.
      } catch (GeneralSecurityException e) {
        throw new UnsupportedByRuntimeException(Problem.of(TlsProblem.LACKS, algorithm), e);
      }
    }
    throw new InvalidValueException(CertificateProblem.DAMAGED_KEY, PublicKeys.shownKind(kind));
  }

  /// RFC 5958 §2: version, algorithm, the key.
  private static String kind(byte[] pkcs8) {
    try {
      ByteBuffer info = Der.contents(ByteBuffer.wrap(pkcs8), Der.SEQUENCE);
      Der.next(info);
      return PublicKeys.kind(Der.contents(info, Der.SEQUENCE));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(Problem.of(CertificateProblem.NOT_A_KEY), e);
    }
  }

  /// True if `key` is the private key of `certified`.
  public static boolean fit(PrivateKey key, PublicKey certified) {
    if (key instanceof RSAKey ours && certified instanceof RSAKey theirs) {
      return ours.getModulus().equals(theirs.getModulus());
    }
    String scheme = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
    byte[] something = {1};
    try {
      Signature signature = Signature.getInstance(scheme);
      signature.initSign(key);
      signature.update(something);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(something);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
