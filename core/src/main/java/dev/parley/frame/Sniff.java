package dev.parley.frame;

import dev.parley.problem.FrameHint;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Guesses what the first bytes of a malformed frame are: the hint behind the problem of a
/// [dev.parley.layer.ProtocolException], null if they look like nothing known.
///
/// A length of 1920230005 is `rus5` read as a number: the peer sends text. Peers that speak another
/// protocol are the most common cause of such lengths, and the bytes tell which one. The bytes
/// themselves are never shown. Does not move the buffer's position and looks at no more than 16
/// bytes.
public final class Sniff {
  private static final int TEXT_LOOK = 16;

  /// RFC 9110 §9.3, RFC 5789, and the connection preface of RFC 9113 §3.4.
  private static final byte[][] HTTP = {
    ascii("GET "), ascii("HEAD "), ascii("POST "), ascii("PUT "), ascii("DELETE "),
    ascii("CONNECT "), ascii("OPTIONS "), ascii("TRACE "), ascii("PATCH "), ascii("PRI * HTTP/2")
  };

  private static final byte[] HTTP_ANSWER = ascii("HTTP/");

  /// RFC 4253 §4.2.
  private static final byte[] SSH = ascii("SSH-");

  /// docs/PROTOCOL.md §10.1.
  private static final byte[] SEALED = ascii(OpeningLine.SEALED);

  /// docs/PROTOCOL.md §13.
  private static final byte[] USERS = ascii(OpeningLine.SCRAM);

  private Sniff() {}

  /// Returns the first bytes of HTTP requests: each method of HTTP/1 with the space after it, and
  /// the beginning of HTTP/2.
  public static List<byte[]> httpBeginnings() {
    return Stream.of(HTTP).map(byte[]::clone).toList();
  }

  /// Checks for other protocols.
  static @Nullable Problem protocol(ByteBuffer in) {
    return hint(protocolHint(in));
  }

  /// Checks for other protocols and for plain text.
  public static @Nullable Problem text(ByteBuffer in) {
    FrameHint protocol = protocolHint(in);
    return hint(protocol == null ? textHint(in) : protocol);
  }

  /// Checks for everything that makes a prefix of fixed width too large: other protocols, text, the
  /// other byte order.
  ///
  /// @param unit the part of the text form after the prefix, possibly empty
  static @Nullable Problem length(
      ByteBuffer in, LengthFraming.Prefix prefix, String unit, int maxMessage) {
    Problem found = text(in);
    boolean hasOrder = prefix.width() > 1 && prefix != LengthFraming.Prefix.VARINT;
    if (found != null || !hasOrder) {
      return found;
    }
    long swapped = prefix.readSwapped(in, in.position());
    return swapped > 0 && swapped <= maxMessage
        ? Problem.of(FrameHint.OTHER_BYTE_ORDER, swapped, "length:" + prefix.swappedText() + unit)
        : null;
  }

  /// Checks whether the rest of a character is where a length should be, a sign of a peer that
  /// counts characters instead of bytes.
  ///
  /// @param tail how the previous message ended, see [Utf8#tail]
  /// @param form the framing that suits such peers
  static @Nullable Problem characters(int tail, ByteBuffer in, String form) {
    int look = Math.min(Utf8.missing(tail), in.remaining());
    for (int i = 0; i < look; i++) {
      if ((in.get(in.position() + i) & 0xc0) != 0x80) {
        return null;
      }
    }
    return look == 0 ? null : Problem.of(FrameHint.CHARACTERS_COUNTED, form);
  }

  private static @Nullable Problem hint(@Nullable FrameHint code) {
    return code == null ? null : Problem.of(code);
  }

  private static @Nullable FrameHint protocolHint(ByteBuffer in) {
    for (byte[] method : HTTP) {
      if (begins(in, method)) {
        return FrameHint.HTTP_REQUEST;
      }
    }
    if (begins(in, HTTP_ANSWER)) {
      return FrameHint.HTTP_RESPONSE;
    }
    if (begins(in, SEALED)) {
      return FrameHint.SEALED_SERVER;
    }
    if (begins(in, USERS)) {
      return FrameHint.PASSWORD_SERVER;
    }
    if (TlsAlert.isAt(in)) {
      return FrameHint.TLS_ALERT;
    }
    if (begins(in, SSH)) {
      return FrameHint.SSH_BANNER;
    }
    if (Stun.isAt(in)) {
      return FrameHint.STUN;
    }
    if (isRemoteDesktop(in)) {
      return FrameHint.REMOTE_DESKTOP;
    }
    return isTlsHello(in) ? FrameHint.TLS_CLIENT_HELLO : null;
  }

  /// RFC 8446 §5.1 and §4: a record of type 22, version 03.xx, whose first message has type 1.
  ///
  /// ```
  ///   16 | 03 xx | length: 2 bytes | 01 …
  /// ```
  public static boolean isTlsHello(ByteBuffer in) {
    int start = in.position();
    int there = in.remaining();
    return there >= 2
        && in.get(start) == 0x16
        && in.get(start + 1) == 0x03
        && (there < 6 || in.get(start + 5) == 0x01);
  }

  /// An X.224 connection request in an RFC 1006 §6 packet, the beginning of RDP.
  ///
  /// ```
  ///   03 00 | length: 2 bytes | length: 1 byte | e0 …
  /// ```
  private static boolean isRemoteDesktop(ByteBuffer in) {
    int start = in.position();
    return in.remaining() >= 6
        && in.get(start) == 3
        && in.get(start + 1) == 0
        && in.get(start + 2) == 0
        && in.get(start + 5) == (byte) 0xe0;
  }

  private static @Nullable FrameHint textHint(ByteBuffer in) {
    int start = in.position();
    int look = Math.min(in.remaining(), TEXT_LOOK);
    if (look < 2) {
      return null;
    }
    int digits = 0;
    for (int at = start; at < start + look; at++) {
      byte b = in.get(at);
      if (Decimal.isDigit(b)) {
        digits++;
      } else if ((b < ' ' || b > '~') && b != '\n' && b != '\r' && b != '\t') {
        return null;
      }
    }
    return digits == look ? FrameHint.ASCII_DIGITS : FrameHint.PLAIN_TEXT;
  }

  /// Returns true if the bytes at the position, at least three, match `word` as far as they go.
  private static boolean begins(ByteBuffer in, byte[] word) {
    int look = Math.min(in.remaining(), word.length);
    for (int i = 0; i < look; i++) {
      if (in.get(in.position() + i) != word[i]) {
        return false;
      }
    }
    return look >= 3;
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
