package dev.parley.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How an HTTP request is recognised in the first bytes of a stream. Any web page can have a
/// browser send one to a service on the user's own machine (a form, or `fetch` with a body of plain
/// text), and a service that takes it for messages does what the page says.
///
/// ```
///   METHOD SP request-target SP HTTP/1.1 CR LF      (RFC 9112 §3)
/// ```
///
/// A target begins with `/` or is `*`, a URI or a host with its port, so that `I love HTTP/1.1` is
/// none. Of what has no line end the first bytes alone are judged: a method that HTTP has and a
/// target. Looks at no more than [#MOST] bytes. Immutable.
public enum HttpRule {
  /// Nothing is one: the peer may talk HTTP, or cannot be understood as saying anything.
  NONE,
  /// The whole line is awaited, as its framing does.
  LINES,
  /// The line if it is there, otherwise the first bytes.
  DELIMITED,
  /// The first bytes alone: what is in a frame may be anything.
  LENGTHS;

  /// The most bytes of a first line that are looked at.
  static final int MOST = 1 << 16;

  private static final int LONGEST_METHOD = 32;

  /// The least length that four ASCII characters make, in either byte order.
  private static final int LEAST_TEXT = 0x20000000;

  private static final byte[] VERSION = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  /// RFC 9110 §9.3, RFC 5789, RFC 9113 §3.4.
  private static final List<String> METHODS =
      List.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI");

  /// The rule for streams with this framing.
  public static HttpRule of(Framing framing) {
    return switch (framing) {
      case LineFraming _, AutoFraming _ -> LINES;
      case DelimiterFraming _ -> DELIMITED;
      case LengthFraming length -> isTooLong(length) ? NONE : LENGTHS;
      case RawFraming _, FixedFraming _ -> NONE;
      case NetstringFraming _, ReadyFraming _ -> NONE; // which begin with a digit
    };
  }

  /// True if four letters are a length over the maximum, which says all that there is to say.
  private static boolean isTooLong(LengthFraming framing) {
    LengthFraming.Prefix prefix = framing.prefix();
    return prefix != LengthFraming.Prefix.VARINT
        && prefix.width() >= Integer.BYTES
        && framing.maxMessage() < LEAST_TEXT;
  }

  /// True if a stream begins with a request.
  ///
  /// @param in all that has come, from the position on, which stays
  /// @param isAll nothing more is waited for
  public boolean isAt(ByteBuffer in, boolean isAll) {
    if (this == NONE) {
      return false;
    }
    int start = in.position();
    int limit = start + Math.min(in.remaining(), MOST);
    int space = methodEnd(in, start, limit);
    if (space < 0 || !isTarget(in, space + 1, limit)) {
      return false;
    }
    if (this == LENGTHS) {
      return isKnown(in, start, space);
    }
    int lineEnd = ByteScan.indexOf(in, space, limit, LineFraming.LF);
    if (lineEnd >= 0) {
      return isVersion(in, space + 1, lineEnd);
    }
    boolean isAwaited = this == LINES && !isAll && limit - start < MOST;
    return !isAwaited && (isVersion(in, space + 1, limit) || isKnown(in, start, space));
  }

  /// Throws if a stream begins with a request.
  ///
  /// @throws ProtocolException as [#isAt]
  public void check(ByteBuffer in, boolean isAll) throws ProtocolException {
    if (isAt(in, isAll)) {
      throw Bound.malformed(
          "the first line is an HTTP request: a browser or another client of HTTP has called, which"
              + " some web page may have made it do; if such clients are meant to, the server must"
              + " allow them (--allow-http, in Java allowHttp)",
          "");
    }
  }

  /// Where the space behind the method is (a token, RFC 9110 §5.6.2); −1 if there is none.
  private static int methodEnd(ByteBuffer in, int start, int limit) {
    int most = Math.min(limit, start + LONGEST_METHOD + 1);
    for (int at = start; at < most; at++) {
      byte b = in.get(at);
      if (b == ' ') {
        return at > start ? at : -1;
      }
      if (b <= ' ' || b > '~' || "\"(),/:;<=>?@[\\]{}".indexOf(b) >= 0) {
        return -1;
      }
    }
    return -1;
  }

  /// True if what begins here may be a target: `/…`, `*`, `scheme:…` or `host:port`.
  private static boolean isTarget(ByteBuffer in, int start, int limit) {
    for (int at = start; at < limit; at++) {
      byte b = in.get(at);
      if (at == start && (b == '/' || b == '*')) {
        return true;
      }
      if (b == ':') {
        return at > start;
      }
      if (b <= ' ' || b == '/') {
        return false;
      }
    }
    return false;
  }

  private static boolean isKnown(ByteBuffer in, int start, int space) {
    byte[] method = new byte[space - start];
    in.get(start, method);
    return METHODS.contains(new String(method, StandardCharsets.US_ASCII));
  }

  /// True if the second word of the line is its last but for the version.
  private static boolean isVersion(ByteBuffer in, int target, int lineEnd) {
    int end = lineEnd > target && in.get(lineEnd - 1) == LineFraming.CR ? lineEnd - 1 : lineEnd;
    int version = end - VERSION.length - 3;
    int space = version - 1;
    if (space <= target || in.get(space) != ' ') {
      return false;
    }
    for (int at = target; at < space; at++) {
      if (in.get(at) == ' ') {
        return false;
      }
    }
    for (int i = 0; i < VERSION.length; i++) {
      if (in.get(version + i) != VERSION[i]) {
        return false;
      }
    }
    return Decimal.isDigit(in.get(end - 3))
        && in.get(end - 2) == '.'
        && Decimal.isDigit(in.get(end - 1));
  }
}
