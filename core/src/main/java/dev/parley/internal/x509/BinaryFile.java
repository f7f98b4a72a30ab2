package dev.parley.internal.x509;

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

  /// Returns a sentence that follows the file's name; null if it may be PEM text.
  static @Nullable String sentence(byte[] content) {
    if (content.length == 0) {
      return "is empty";
    }
    int first = content.length < 2 ? -1 : (content[0] & 0xff) << 8 | (content[1] & 0xff);
    if (first == 0xfffe || first == 0xfeff) {
      return "is written in UTF-16; write it in ASCII or UTF-8";
    }
    if (first == 0xfeed) {
      return "is a key store of Java's; keytool and openssl pkcs12 write what it holds in PEM form";
    }
    return content[0] == Der.SEQUENCE ? der(ByteBuffer.wrap(content)) : null;
  }

  private static @Nullable String der(ByteBuffer content) {
    try {
      ByteBuffer inside = Der.contents(content, Der.SEQUENCE);
      if (content.hasRemaining()) {
        return null;
      }
      if (inside.get(0) == INTEGER) {
        return inside.get(2) == 3
            ? "is a PKCS#12 file; openssl pkcs12 -in FILE -nodes -out NEW.pem writes it in PEM form"
            : "is a key in DER form (binary); openssl pkey -inform DER -in FILE -out NEW.pem writes it"
                + " in PEM form";
      }
      return inside.get(0) == Der.SEQUENCE
          ? "is in DER form (binary); openssl x509 -inform DER -in FILE -out NEW.pem writes a"
              + " certificate in PEM form"
          : null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }
}
