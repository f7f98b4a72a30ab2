package dev.parley.internal.x509;

import dev.parley.problem.CertificateProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Describes the types of public keys, for people.
public final class PublicKeys {
  private static final String EC = "1.2.840.10045.2.1";

  /// RFC 5480 §2.1.1, RFC 5639 §4.1, SEC 2 §A.2: the common key types and curves, and those that
  /// users try although TLS does not support them.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("1.2.840.10045.3.1.1", "secp192r1"),
          Map.entry("1.2.840.10045.3.1.7", "P-256"),
          Map.entry("1.3.132.0.10", "secp256k1"),
          Map.entry("1.3.132.0.33", "secp224r1"),
          Map.entry("1.3.132.0.34", "P-384"),
          Map.entry("1.3.132.0.35", "P-521"),
          Map.entry("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
          Map.entry("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
          Map.entry("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
          Map.entry("1.2.840.113549.1.1.1", "RSA"),
          Map.entry("1.2.840.113549.1.1.10", "RSASSA-PSS"),
          Map.entry("1.2.840.10040.4.1", "DSA"),
          Map.entry("1.2.840.113549.1.3.1", "DH"),
          Map.entry("1.3.101.110", "X25519"),
          Map.entry("1.3.101.111", "X448"),
          Map.entry("1.3.101.112", "Ed25519"),
          Map.entry("1.3.101.113", "Ed448"));

  private static final Set<String> FOR_TLS =
      Set.of("RSA", "RSASSA-PSS", "Ed25519", "Ed448", "EC:P-256", "EC:P-384", "EC:P-521");

  private static final String EC_KIND = "EC:";

  static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 224;

  private PublicKeys() {}

  /// True if the JDK's TLS supports such a key.
  ///
  /// @param kind as returned by [#kind(ByteBuffer)]
  public static boolean isForTls(String kind) {
    return FOR_TLS.contains(kind);
  }

  /// Returns the key's type: `RSA`, or for elliptic curves, `EC:` and the curve.
  public static String kind(PublicKey key) {
    return kind(Der.contents(algorithm(key), Der.SEQUENCE));
  }

  /// RFC 5280 §4.1.2.7: the algorithm, the key.
  private static ByteBuffer algorithm(PublicKey key) {
    return Der.contents(ByteBuffer.wrap(key.getEncoded()), Der.SEQUENCE);
  }

  /// Like [#kind(PublicKey)], for a key's AlgorithmIdentifier (RFC 5280 §4.1.1.2): an OID and, for
  /// elliptic curves, the OID of the curve.
  public static String kind(ByteBuffer algorithm) {
    ByteBuffer rest = algorithm.duplicate();
    String kind = identifier(rest);
    return kind.equals(EC) ? EC_KIND + named(identifier(rest)) : named(kind);
  }

  /// Returns a type as a part of a sentence, for example `EC on the curve P-256`.
  ///
  /// @param kind as returned by [#kind(ByteBuffer)]
  public static Problem shownKind(String kind) {
    return kind.startsWith(EC_KIND)
        ? Problem.of(CertificateProblem.CURVE, kind.substring(EC_KIND.length()))
        : Problem.text(kind);
  }

  /// Returns type and size as a part of a sentence, for example `RSA of 2048 bits`.
  public static Problem shown(PublicKey key) {
    Problem kind = shownKind(kind(key));
    return key instanceof RSAKey rsa
        ? Problem.of(CertificateProblem.KEY_OF_BITS, kind, rsa.getModulus().bitLength())
        : kind;
  }

  /// Returns why a key is too weak, with today's computing power in mind (NIST SP 800-57 part 1,
  /// §5.6.1: 112 bits of security); null if it is strong enough.
  public static @Nullable Problem weakness(PublicKey key) {
    return switch (key) {
      case RSAKey rsa when rsa.getModulus().bitLength() < LEAST_RSA_BITS ->
          Problem.of(CertificateProblem.FEW_BITS, shown(key), LEAST_RSA_BITS);
      case ECKey ec when ec.getParams().getOrder().bitLength() < LEAST_EC_BITS ->
          Problem.of(CertificateProblem.SMALL_CURVE, shown(key), LEAST_EC_BITS);
      case DSAKey _ -> Problem.of(CertificateProblem.DSA);
      default -> null;
    };
  }

  private static String named(String identifier) {
    return NAMES.getOrDefault(identifier, identifier);
  }

  /// Returns the next element in dotted form; a question mark if it is not an OID.
  public static String identifier(ByteBuffer in) {
    try {
      ByteBuffer contents = Der.contents(in, Der.OID);
      StringBuilder dotted = new StringBuilder();
      long arc = 0;
      while (contents.hasRemaining()) {
        int next = contents.get();
        arc = arc << 7 | (next & 0x7f);
        if (next >= 0) {
          long first = dotted.isEmpty() ? Math.min(arc / 40, 2) : -1; // two arcs in one
          dotted.append(first < 0 ? "." + arc : first + "." + (arc - 40 * first));
          arc = 0;
        }
      }
      return dotted.toString();
    } catch (IllegalArgumentException e) {
      return "?";
    }
  }
}
