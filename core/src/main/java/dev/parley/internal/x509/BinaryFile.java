package dev.parley.internal.x509;

import dev.parley.problem.CertificateProblem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Recognises files that should be PEM text but are not.
///
/// ```
///   30 82 n n  02 01 03 …     PKCS#12 (RFC 7292 §4)
///   30 82 n n  02 01 00 …     a private key: PKCS#8, PKCS#1, and with 01 SEC 1
///   30 82 n n  30 …           a certificate (RFC 5280 §4.1)
///   fe ed fe ed               a Java key store
///   ff fe, fe ff              text in UTF-16
/// ```
final class BinaryFile {
  private static final int INTEGER = 0x02;

  private BinaryFile() {}

  /// Returns the problem of a file that is not PEM text, to be put after the file's name; null if
  /// it may be PEM.
  static @Nullable CertificateProblem problem(byte[] content) {
    if (content.length == 0) {
      return CertificateProblem.EMPTY;
    }
    int first = content.length < 2 ? -1 : (content[0] & 0xff) << 8 | (content[1] & 0xff);
    if (first == 0xfffe || first == 0xfeff) {
      return CertificateProblem.UTF_16;
    }
    if (first == 0xfeed) {
      return CertificateProblem.JAVA_KEY_STORE;
    }
    return content[0] == Der.SEQUENCE ? der(ByteBuffer.wrap(content)) : null;
  }

  private static @Nullable CertificateProblem der(ByteBuffer content) {
    try {
      ByteBuffer inside = Der.contents(content, Der.SEQUENCE);
      if (content.hasRemaining()) {
        return null;
      }
      if (inside.get(0) == INTEGER) {
        return inside.get(2) == 3 ? CertificateProblem.PKCS12 : CertificateProblem.DER_KEY;
      }
      return inside.get(0) == Der.SEQUENCE ? CertificateProblem.DER_CERTIFICATE : null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }
}
