package dev.parley.tls;

import dev.parley.internal.x509.Der;
import dev.parley.internal.x509.PublicKeys;
import dev.parley.problem.CertificateProblem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// The name of a certificate's owner as an identity: complete and exact, so that two different
/// names never have the same text. (The JDK's own text does not guarantee that: it decodes invalid
/// UTF-8 to replacement characters.)
///
/// ```
///   Name ::= SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value }      RFC 5280 §4.1.2.4
///
///   CN=alice+UID=7,O=Example        last component first, RFC 4514 §2
///   1.2.840.113549.1.9.1=#1609…     any other type, and any value that is not text: its DER in hex
/// ```
///
/// A value is text if its bytes are valid for its string type and have no control characters. The
/// same characters are the same name in every string type (RFC 5280 §7.1), and no other
/// normalisation is applied: case and the number of spaces matter. Immutable.
final class Subject {
  /// The maximum length of a subject that is accepted as an identity, in characters.
  static final int MAX_CHARS = 1024;

  /// RFC 4514 §3.
  private static final Map<String, String> TYPES =
      Map.of(
          "2.5.4.3", "CN",
          "2.5.4.7", "L",
          "2.5.4.8", "ST",
          "2.5.4.10", "O",
          "2.5.4.11", "OU",
          "2.5.4.6", "C",
          "2.5.4.9", "STREET",
          "0.9.2342.19200300.100.1.25", "DC",
          "0.9.2342.19200300.100.1.1", "UID");

  /// The string types with an unambiguous encoding, X.680 §8.4. Implementations decode the others
  /// (T61String and older ones) differently.
  private static final Map<Integer, Charset> STRINGS =
      Map.of(
          12, StandardCharsets.UTF_8, // UTF8String
          18, StandardCharsets.US_ASCII, // NumericString
          19, StandardCharsets.US_ASCII, // PrintableString
          22, StandardCharsets.US_ASCII, // IA5String
          30, StandardCharsets.UTF_16BE); // BMPString

  private Subject() {}

  /// Returns the identity of a certificate's owner.
  ///
  /// @throws CertificateException if it has none; the message is a sentence
  static String of(X509Certificate certificate) throws CertificateException {
    return of(certificate.getSubjectX500Principal());
  }

  static String of(X500Principal subject) throws CertificateException {
    String text;
    try {
      text = text(ByteBuffer.wrap(subject.getEncoded()));
    } catch (IllegalArgumentException e) {
      throw new UntrustedException(CertificateProblem.UNREADABLE_SUBJECT);
    }
    if (text.isEmpty()) {
      throw new UntrustedException(CertificateProblem.NO_SUBJECT);
    }
    if (text.length() > MAX_CHARS) {
      throw new UntrustedException(CertificateProblem.SUBJECT_TOO_LONG, text.length(), MAX_CHARS);
    }
    return text;
  }

  private static String text(ByteBuffer name) {
    List<String> parts = new ArrayList<>();
    ByteBuffer sets = Der.contents(name, Der.SEQUENCE);
    while (sets.hasRemaining()) {
      List<String> attributes = new ArrayList<>();
      ByteBuffer set = Der.contents(sets, Der.SET);
      while (set.hasRemaining()) {
        ByteBuffer attribute = Der.contents(set, Der.SEQUENCE);
        String identifier = identifier(attribute);
        attributes.add(attribute(identifier, attribute));
      }
      parts.addFirst(String.join("+", attributes));
    }
    return String.join(",", parts);
  }

  /// Returns an OID in dotted form; in hex if that does not encode to the same bytes, as with arcs
  /// over 2^31.
  private static String identifier(ByteBuffer in) {
    ByteBuffer der = in.duplicate();
    String dotted = PublicKeys.identifier(in);
    String exact = hex(der.limit(in.position()));
    try {
      if (exact.equals(hex(ByteBuffer.wrap(Der.oid(dotted))))) {
        return dotted;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Returned in hex.
    }
    return exact;
  }

  private static String hex(ByteBuffer der) {
    byte[] bytes = new byte[der.remaining()];
    der.get(bytes);
    return "#" + HexFormat.of().formatHex(bytes);
  }

  private static String attribute(String identifier, ByteBuffer value) {
    String type = TYPES.get(identifier);
    String text = type == null ? null : string(value.duplicate());
    if (text == null) {
      text = hex(value);
    }
    return (type == null ? identifier : type) + "=" + text;
  }

  /// Returns the escaped text of a value; null if it is not text.
  private static @Nullable String string(ByteBuffer value) {
    Charset charset = value.hasRemaining() ? STRINGS.get((int) value.get(value.position())) : null;
    if (charset == null) {
      return null;
    }
    CharBuffer chars;
    try {
      chars = charset.newDecoder().decode(Der.next(value)); // a new decoder reports bad input
    } catch (CharacterCodingException e) {
      return null;
    }
    return chars.chars().anyMatch(Character::isISOControl) ? null : escaped(chars);
  }

  /// Escapes by RFC 4514 §2.4.
  private static String escaped(CharBuffer text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAtEnd = i == 0 || i == text.length() - 1;
      if (",+\"\\<>;".indexOf(c) >= 0 || (c == '#' && i == 0) || (c == ' ' && isAtEnd)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
