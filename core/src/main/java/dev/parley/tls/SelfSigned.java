package dev.parley.tls;

import dev.parley.internal.buffer.Sha256;
import dev.parley.internal.x509.Certificates;
import dev.parley.internal.x509.Der;
import dev.parley.internal.x509.Pem;
import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.Entropy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A self-signed server certificate and its key (EC, P-256), for trying out TLS and for clients
/// that use its pin.
///
/// The JDK has no public API to create certificates, so the bytes are encoded here (RFC 5280 §4.1),
/// for this purpose only.
///
/// @param certificate PEM
/// @param keyPem the private key, PEM, PKCS#8
/// @param pin the pin of the key
public record SelfSigned(String certificate, String keyPem, Pin pin) {
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final int SERIAL_BYTES = 16;

  // RFC 5280 §4.2.1, the OIDs of extensions.
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /// Bits of the key usage: digital signature, and, for authorities, certificate signing.
  private static final int DIGITAL_SIGNATURE = 0x80;

  private static final int SIGNS_CERTIFICATES = 0x04;

  /// The hosts that a certificate is for.
  ///
  /// @param hosts names; the first label may be `*`
  /// @param addresses of 4 or 16 bytes each
  public record Names(List<String> hosts, List<byte[]> addresses) {}

  /// Creates a certificate and its key.
  ///
  /// @param subject the owner's name, for people
  /// @param from the start of its validity
  /// @throws IllegalArgumentException if there is no name
  /// @throws UnsupportedByRuntimeException if this Java runtime lacks the algorithms
  public static SelfSigned make(
      String subject, Names names, Instant from, Duration valid, Entropy entropy) {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(valid, "valid");
    Objects.requireNonNull(entropy, "entropy");
    KeyPair pair = keys();
    byte[] der = sign(subject, pair, null, names, from, from.plus(valid), false, entropy);
    return of(der, pair);
  }

  static SelfSigned of(byte[] der, KeyPair pair) {
    String text = Pem.print("CERTIFICATE", der);
    Pin pin =
        Pin.of(Certificates.of(Pem.parse(text.getBytes(StandardCharsets.US_ASCII))).getFirst());
    return new SelfSigned(text, Pem.print("PRIVATE KEY", pair.getPrivate().getEncoded()), pin);
  }

  static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(
          Problem.of(TlsProblem.CANNOT_MAKE_KEYS, Problem.of(e)), e);
    }
  }

  /// The issuer of a certificate that is not self-signed.
  record Issuer(String name, PrivateKey key) {}

  /// Returns a signed certificate (RFC 5280 §4.1), in DER.
  ///
  /// @param issuer null if self-signed
  /// @param isAuthority true if it may sign others
  static byte[] sign(
      String subject,
      KeyPair pair,
      @Nullable Issuer issuer,
      Names names,
      Instant from,
      Instant until,
      boolean isAuthority,
      Entropy entropy) {
    if (names.hosts().isEmpty() && names.addresses().isEmpty()) {
      throw new InvalidValueException(CertificateProblem.NO_HOST);
    }
    byte[] serial = new byte[SERIAL_BYTES];
    entropy.fill(serial);
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
    byte[] toBeSigned =
        Der.sequence(
            Der.explicit(0, Der.integer(2)), // version 3
            Der.integer(new BigInteger(1, serial)),
            algorithm,
            name(issuer == null ? subject : issuer.name()),
            Der.sequence(Der.time(from), Der.time(until)),
            name(subject),
            pair.getPublic().getEncoded(),
            Der.explicit(3, extensions(pair, names, isAuthority)));
    PrivateKey key = issuer == null ? pair.getPrivate() : issuer.key();
    return Der.sequence(toBeSigned, algorithm, Der.bits(0, signature(key, toBeSigned)));
  }

  private static byte[] signature(PrivateKey key, byte[] toBeSigned) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(toBeSigned);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(TlsProblem.CANNOT_SIGN, Problem.of(e)), e);
    }
  }

  private static byte[] name(String common) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(common))));
  }

  private static byte[] extensions(KeyPair pair, Names names, boolean isAuthority) {
    byte[] constraints = isAuthority ? Der.sequence(Der.isTrue()) : Der.sequence();
    byte[] usage =
        isAuthority
            ? Der.bits(2, new byte[] {(byte) (DIGITAL_SIGNATURE | SIGNS_CERTIFICATES)})
            : Der.bits(7, new byte[] {(byte) DIGITAL_SIGNATURE});
    return Der.sequence(
        critical(BASIC_CONSTRAINTS, constraints),
        critical(KEY_USAGE, usage),
        extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(SERVER_AUTH), Der.oid(CLIENT_AUTH))),
        extension(SUBJECT_KEY, Der.octets(Sha256.begin().digest(pair.getPublic().getEncoded()))),
        extension(ALTERNATIVE_NAMES, alternativeNames(names)));
  }

  private static byte[] alternativeNames(Names names) {
    byte[][] all = new byte[names.hosts().size() + names.addresses().size()][];
    int next = 0;
    for (String host : names.hosts()) {
      all[next++] = Der.implicit(2, host.getBytes(StandardCharsets.US_ASCII));
    }
    for (byte[] address : names.addresses()) {
      all[next++] = Der.implicit(7, address);
    }
    return Der.sequence(all);
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] critical(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.isTrue(), Der.octets(value));
  }

  /// Prints only the pin.
  @Override
  public String toString() {
    return "self-signed " + pin;
  }
}
