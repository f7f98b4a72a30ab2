package dev.parley.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Detects the first line of an HTTP request, in the bytes between two absolute indices of a
/// buffer, whose position does not move.
///
/// ```
///   METHOD SP request-target SP HTTP/1.1 CR LF      (RFC 9112 §3)
/// ```
///
/// Parsed as leniently as servers may (ibid.): any white space separates, and may precede and
/// follow the line. A target begins with `/`, or is `*`, a URI or a host with its port, so that `I
/// love HTTP/1.1` is not a request. Stateless.
final class RequestLine {
  /// What the first bytes of a stream are.
  enum Start {
    /// A request.
    REQUEST,
    /// Something else.
    OTHER,
    /// Undecided: more bytes are needed.
    OPEN
  }

  /// RFC 9110 §9.3, RFC 5789, RFC 9113 §3.4.
  private static final List<String> METHODS =
      List.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI");

  /// The length of the shortest registered methods (RFC 9110 §16.1): GET, PUT, ACL.
  private static final int SHORTEST_METHOD = 3;

  /// Longer than any host name with its port (RFC 1035 §2.3.4).
  private static final int LONGEST_HOST = 300;

  /// How far to look if the framing does not wait for a line: each read looks again, and a peer may
  /// send every byte in a read of its own.
  private static final int LONGEST_LOOK = 1 << 13;

  private static final byte[] VERSION = "HTTP/".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_LENGTH = VERSION.length + 3;

  private RequestLine() {}

  /// Returns true if a line is the first one of a request. More than three words are accepted if
  /// the method is in capitals: a target with spaces.
  ///
  /// @param end the absolute index after the line, with or without its line end
  static boolean isWhole(ByteBuffer in, int start, int end) {
    int method = skipSpace(in, start, end);
    int methodEnd = tokenEnd(in, method, end);
    return methodEnd > method
        && methodEnd < end
        && isSpace(in.get(methodEnd))
        && hasTargetAndVersion(in, methodEnd, end, capitalsEnd(in, method, methodEnd) == methodEnd);
  }

  /// Returns true if the bytes after a method are the rest of such a line.
  ///
  /// @param mayHaveSpaces true if the target may contain spaces
  static boolean hasTargetAndVersion(ByteBuffer in, int from, int to, boolean mayHaveSpaces) {
    int target = skipSpace(in, from, to);
    int end = to;
    while (end > target && isSpace(in.get(end - 1))) {
      end--;
    }
    int version = end - VERSION_LENGTH;
    if (version <= target
        || !isSpace(in.get(version - 1))
        || !isVersion(in, version)
        || !isTarget(in, target, version)) {
      return false;
    }
    int targetEnd = target;
    while (!isSpace(in.get(targetEnd))) {
      targetEnd++;
    }
    return mayHaveSpaces || skipSpace(in, targetEnd, version) == version;
  }

  /// Classifies the first bytes if no line is waited for, by a method and the beginning of a
  /// target. After a method of HTTP any target counts, otherwise only capitals followed by `/`.
  /// Looks at up to [#LONGEST_LOOK] bytes; if all of them could be just an HTTP method and the
  /// beginning of a target, that is a request too.
  ///
  /// @param isAll no more bytes will be waited for
  static Start start(ByteBuffer in, int from, int to, boolean isAll) {
    int end = Math.min(to, from + LONGEST_LOOK);
    boolean isCut = end < to;
    int method = skipSpace(in, from, end);
    int methodEnd = capitalsEnd(in, method, end);
    int target = skipBlanks(in, methodEnd, end);
    Start open = isAll ? Start.OTHER : Start.OPEN;
    if (methodEnd == end) {
      return !isCut && beginsMethod(in, method, end) ? open : Start.OTHER;
    }
    if (target > methodEnd) {
      boolean isKnown = isKnown(in, method, methodEnd);
      if (isKnown && (target == end || isInHost(in, target, end))) {
        return isCut ? Start.REQUEST : open;
      }
      boolean isSlash = target < end && in.get(target) == '/';
      if (isKnown ? isTarget(in, target, end) : isSlash && methodEnd - method >= SHORTEST_METHOD) {
        return Start.REQUEST;
      }
    }
    return isFirstLine(in, method, end) ? Start.REQUEST : Start.OTHER;
  }

  /// Returns true if a line so far is just a known method and a target.
  static boolean isBegun(ByteBuffer in, int from, int end) {
    int method = skipSpace(in, from, end);
    int methodEnd = capitalsEnd(in, method, end);
    int target = skipBlanks(in, methodEnd, end);
    return target > methodEnd && isKnown(in, method, methodEnd) && isTarget(in, target, end);
  }

  /// Returns true if the bytes contain a complete line that is a request line.
  private static boolean isFirstLine(ByteBuffer in, int start, int end) {
    int methodEnd = tokenEnd(in, start, end);
    if (methodEnd == start || methodEnd == end || !isSpace(in.get(methodEnd))) {
      return false;
    }
    int lineEnd = ByteScan.indexOf(in, methodEnd, end, LineFraming.LF);
    return lineEnd >= 0 && isWhole(in, start, lineEnd);
  }

  /// Returns the end of the token that begins here (RFC 9110 §5.6.2).
  private static int tokenEnd(ByteBuffer in, int start, int end) {
    int at = start;
    while (at < end && isTokenByte(in.get(at))) {
      at++;
    }
    return at;
  }

  private static boolean isTokenByte(byte b) {
    return b > ' ' && b <= '~' && "\"(),/:;<=>?@[\\]{}".indexOf(b) < 0;
  }

  private static int capitalsEnd(ByteBuffer in, int start, int end) {
    int at = start;
    while (at < end && (isBetween(in.get(at), 'A', 'Z') || in.get(at) == '-')) {
      at++;
    }
    return at;
  }

  /// SP, HTAB, LF, VT, FF, CR.
  private static boolean isSpace(byte b) {
    return b == ' ' || isBetween(b, '\t', '\r');
  }

  private static boolean isBetween(byte b, int least, int most) {
    return b >= least && b <= most;
  }

  private static int skipSpace(ByteBuffer in, int start, int end) {
    int at = start;
    while (at < end && isSpace(in.get(at))) {
      at++;
    }
    return at;
  }

  private static int skipBlanks(ByteBuffer in, int start, int end) {
    int at = start;
    while (at < end && (in.get(at) == ' ' || in.get(at) == '\t')) {
      at++;
    }
    return at;
  }

  /// Returns true if a target may begin here: `/…`, `*`, `scheme:…` or `host:port`.
  private static boolean isTarget(ByteBuffer in, int start, int end) {
    if (start < end && (in.get(start) == '/' || in.get(start) == '*')) {
      return true;
    }
    for (int at = start; at < end; at++) {
      byte b = in.get(at);
      if (b == ':') {
        return at > start;
      }
      if (b <= ' ' || b == '/') {
        return false;
      }
    }
    return false;
  }

  /// Returns true if these bytes may be the beginning of a scheme or a host.
  private static boolean isInHost(ByteBuffer in, int start, int end) {
    if (end - start > LONGEST_HOST) {
      return false;
    }
    for (int at = start; at < end; at++) {
      byte b = in.get(at);
      boolean isLetter = isBetween(b, 'a', 'z') || isBetween(b, 'A', 'Z');
      if (!isLetter && !Decimal.isDigit(b) && b != '.' && b != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isKnown(ByteBuffer in, int start, int end) {
    return METHODS.contains(text(in, start, end));
  }

  private static boolean beginsMethod(ByteBuffer in, int start, int end) {
    String text = text(in, start, end);
    return end > start && METHODS.stream().anyMatch(method -> method.startsWith(text));
  }

  private static String text(ByteBuffer in, int start, int end) {
    byte[] bytes = new byte[Math.min(end - start, LONGEST_HOST)];
    in.get(start, bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static boolean isVersion(ByteBuffer in, int start) {
    for (int i = 0; i < VERSION.length; i++) {
      if (in.get(start + i) != VERSION[i]) {
        return false;
      }
    }
    int major = start + VERSION.length;
    return Decimal.isDigit(in.get(major))
        && in.get(major + 1) == '.'
        && Decimal.isDigit(in.get(major + 2));
  }
}
