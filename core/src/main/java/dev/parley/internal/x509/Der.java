package dev.parley.internal.x509;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The distinguished encoding rules of ASN.1 (X.690 §10), as far as our keys and certificates need
/// them.
///
/// ```
/// ┌─────┬────────────────────────────────────┬──────────┐
/// │ tag │ length: n, or 81 n, or 82 n n, …   │ contents │
/// └─────┴────────────────────────────────────┴──────────┘
/// ```
public final class Der {
  static final int OCTETS = 0x04;
  public static final int SEQUENCE = 0x30;

  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int NULL = 0x05;
  static final int OID = 0x06;
  private static final int UTF8 = 0x0c;
  public static final int SET = 0x31;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;

  /// RFC 5280 §4.1.2.5: years have two digits before this date, and four from it on.
  private static final Instant TWO_DIGITS_UNTIL = Instant.parse("2050-01-01T00:00:00Z");

  private Der() {}

  // Writing.

  /// Returns an element with this tag and the concatenated parts as contents.
  public static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int skip = digits[0] == 0 ? 1 : 0;
      out.write(0x80 | (digits.length - skip));
      out.write(digits, skip, digits.length - skip);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// Returns a SEQUENCE of elements.
  public static byte[] sequence(byte[]... parts) {
    return element(SEQUENCE, parts);
  }

  /// Returns a SET of one element.
  public static byte[] set(byte[] part) {
    return element(SET, part);
  }

  /// Returns an OCTET STRING.
  public static byte[] octets(byte[] bytes) {
    return element(OCTETS, bytes);
  }

  /// Returns a context-specific element that contains another element.
  public static byte[] explicit(int number, byte[] part) {
    return element(0xa0 | number, part);
  }

  /// Returns a context-specific element with primitive content.
  public static byte[] implicit(int number, byte[] bytes) {
    return element(0x80 | number, bytes);
  }

  /// Returns an INTEGER.
  public static byte[] integer(BigInteger value) {
    return element(INTEGER, value.toByteArray());
  }

  /// Returns an INTEGER.
  public static byte[] integer(int value) {
    return integer(BigInteger.valueOf(value));
  }

  /// Returns the BOOLEAN true.
  public static byte[] isTrue() {
    return element(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] nothing() {
    return element(NULL);
  }

  /// Returns a UTF8String.
  public static byte[] text(String text) {
    return element(UTF8, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns a BIT STRING.
  ///
  /// @param unused the number of unused bits in the last byte
  public static byte[] bits(int unused, byte[] bytes) {
    return element(BITS, new byte[] {(byte) unused}, bytes);
  }

  /// Returns a UTCTime before 2050, and a GeneralizedTime from then on.
  public static byte[] time(Instant time) {
    boolean isShort = time.isBefore(TWO_DIGITS_UNTIL);
    String text =
        DateTimeFormatter.ofPattern(isShort ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(time);
    return element(isShort ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Returns an OBJECT IDENTIFIER.
  ///
  /// @param dotted for example `1.2.840.10045.2.1`
  public static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >> shift != 0) {
          out.write(0x80 | (arc >> shift & 0x7f));
        }
      }
      out.write(arc & 0x7f);
    }
    return element(OID, out.toByteArray());
  }

  // Reading.

  /// Returns the contents of the element at the position of `in`, which moves behind it.
  ///
  /// @throws IllegalArgumentException if there is no element with this tag
  public static ByteBuffer contents(ByteBuffer in, int tag) {
    if (!in.hasRemaining() || (in.get(in.position()) & 0xff) != tag) {
      throw new IllegalArgumentException("not the ASN.1 that it should be");
    }
    return next(in);
  }

  /// Like [#contents], for any tag.
  public static ByteBuffer next(ByteBuffer in) {
    if (in.remaining() < 2) {
      throw cut();
    }
    in.get();
    int length = in.get() & 0xff;
    if (length > 0x80) {
      int digits = length & 0x7f;
      if (digits > 3 || in.remaining() < digits) {
        throw cut();
      }
      length = 0;
      for (int i = 0; i < digits; i++) {
        length = length << 8 | (in.get() & 0xff);
      }
    }
    if (length > in.remaining()) {
      throw cut();
    }
    ByteBuffer contents = in.slice(in.position(), length);
    in.position(in.position() + length);
    return contents;
  }

  private static IllegalArgumentException cut() {
    return new IllegalArgumentException("ASN.1 that is cut short");
  }
}
