package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// How an HTTP request is recognised at the beginning of a plain stream, a TLS ClientHello, and a
/// message of STUN. Any web page can have a browser send them to a service on the user's own
/// machine (a form, or `fetch` with a body of plain text; a session ticket that the page's server
/// chose; a name in a candidate of WebRTC), and a service that takes them for messages does what
/// the page says.
///
/// ```
///            check(in), until it allows       the decoder       check(message)
///   bytes ──────────────────────────────▶ a frame ──────────────────────────────▶ the handler
/// ```
///
/// All are for what comes up to the first message that is not empty. What is a whole request line
/// is said by [RequestLine]. Immutable.
public enum HttpRule {
  /// Nothing is one: the peer may talk HTTP, or cannot be understood as saying anything.
  NONE,
  /// The whole line is awaited, as its framing does.
  LINES,
  /// The first bytes, which are a method and the beginning of a target.
  DELIMITED,
  /// The same: what is in a frame may be anything.
  LENGTHS,
  /// A method of digits is a length, and the target follows it at once.
  READY;

  /// The least length that four ASCII characters make, in either byte order.
  private static final int LEAST_TEXT = 0x20000000;

  /// The rule for streams with this framing.
  public static HttpRule of(Framing framing) {
    return switch (framing) {
      case LineFraming _, AutoFraming _ -> LINES;
      case DelimiterFraming _ -> DELIMITED;
      case LengthFraming length -> isTooLong(length) ? NONE : LENGTHS;
      case ReadyFraming _ -> READY;
      case RawFraming _, FixedFraming _ -> NONE;
      case NetstringFraming _ -> NONE; // begins with digits and a colon, which no method has
    };
  }

  /// True if four letters are a length over the maximum, which says all that there is to say.
  private static boolean isTooLong(LengthFraming framing) {
    LengthFraming.Prefix prefix = framing.prefix();
    return prefix != LengthFraming.Prefix.VARINT
        && prefix.width() >= Integer.BYTES
        && framing.maxMessage() < LEAST_TEXT;
  }

  /// True if a stream begins with a request, a ClientHello or a message of STUN.
  ///
  /// @param in all that has come and was not decoded, from the position on, which stays
  /// @param isAll nothing more is waited for
  public boolean isAt(ByteBuffer in, boolean isAll) {
    return isStun(in)
        || hello(in, isAll) == RequestLine.Start.REQUEST
        || request(in, isAll) == RequestLine.Start.REQUEST;
  }

  /// Looks at undecoded bytes; false if the decoder has to wait for the next ones.
  ///
  /// @throws ProtocolException as [#isAt]
  public boolean check(ByteBuffer in, boolean isAll) throws ProtocolException {
    if (this == NONE) {
      return true;
    }
    if (isStun(in)) {
      throw Bound.malformed(
          "the first bytes are a message of STUN: a browser has called, which some web page may"
              + " have made it do (WebRTC); if such clients are meant to, the server must allow them"
              + " as those of HTTP (--allow-http, in Java allowHttp)",
          "");
    }
    RequestLine.Start hello = hello(in, isAll);
    if (hello == RequestLine.Start.REQUEST) {
      throw Bound.malformed(
          "the first bytes are a TLS ClientHello: this is TLS, and the server is plain; a browser"
              + " that calls https:// does that, and another client of TLS needs a server that"
              + " listens on tls://",
          "");
    }
    RequestLine.Start request = request(in, isAll);
    if (request == RequestLine.Start.REQUEST) {
      throw refused();
    }
    return hello == RequestLine.Start.OTHER && request == RequestLine.Start.OTHER;
  }

  /// Looks at a message that was decoded.
  ///
  /// @throws ProtocolException if it is the first line of a request
  public void check(Message message) throws ProtocolException {
    boolean isRequest =
        switch (this) {
          case LINES -> RequestLine.isWhole(message.live(), message.start(), message.end());
          case READY -> isRestOfLine(message);
          case NONE, DELIMITED, LENGTHS -> false;
        };
    if (isRequest) {
      throw refused();
    }
  }

  /// Not awaited where less has come: it may be a short message whose length begins so, and a
  /// browser sends it at once.
  private boolean isStun(ByteBuffer in) {
    return this != NONE && this != READY && Stun.isAt(in);
  }

  private static ProtocolException refused() {
    return Bound.malformed(
        "the first line is an HTTP request: a browser or another client of HTTP has called, which"
            + " some web page may have made it do; if such clients are meant to, the server must"
            + " allow them (--allow-http, in Java allowHttp)",
        "");
  }

  private RequestLine.Start request(ByteBuffer in, boolean isAll) {
    int start = in.position();
    int end = in.limit();
    return switch (this) {
      case NONE -> RequestLine.Start.OTHER;
      case DELIMITED, LENGTHS -> RequestLine.start(in, start, end, isAll);
      case LINES -> start(isAll && isUnended(in, start, end));
      case READY -> start(beginsWithLength(in, start, end));
    };
  }

  private static RequestLine.Start start(boolean isRequest) {
    return isRequest ? RequestLine.Start.REQUEST : RequestLine.Start.OTHER;
  }

  /// A line that nothing more is waited for has no version yet, perhaps.
  private static boolean isUnended(ByteBuffer in, int start, int end) {
    return ByteScan.indexOf(in, start, end, LineFraming.LF) < 0
        && (RequestLine.isBegun(in, start, end) || RequestLine.isWhole(in, start, end));
  }

  private static boolean beginsWithLength(ByteBuffer in, int start, int end) {
    int at = start;
    while (at < end && Decimal.isDigit(in.get(at))) {
      at++;
    }
    if (at == start || at + 1 >= end || in.get(at) != ' ') {
      return false;
    }
    int lineEnd = ByteScan.indexOf(in, at, end, LineFraming.LF);
    return in.get(at + 1) == '/'
        || (lineEnd >= 0 && RequestLine.hasTargetAndVersion(in, at, lineEnd, true));
  }

  private static boolean isRestOfLine(Message message) {
    ByteBuffer in = message.live();
    int lineEnd = ByteScan.indexOf(in, message.start(), message.end(), LineFraming.LF);
    int end = lineEnd < 0 ? message.end() : lineEnd;
    return RequestLine.hasTargetAndVersion(in, message.start(), end, true);
  }

  /// Text never begins so; a length may, and so more of the record is looked at (RFC 8446 §5.1, §4
  /// and §4.1.2).
  ///
  /// ```
  ///   16 | 03 xx | length: 2 bytes | 01 | length: 3 bytes | 03 03 …
  /// ```
  private RequestLine.Start hello(ByteBuffer in, boolean isAll) {
    int start = in.position();
    int there = in.remaining();
    if (this == NONE || this == READY || there == 0 || in.get(start) != 0x16) {
      return RequestLine.Start.OTHER;
    }
    if (this == LENGTHS) {
      return start(
          there >= 10
              && in.get(start + 1) == 3
              && in.get(start + 5) == 1
              && in.get(start + 6) == 0
              && in.get(start + 9) == 3);
    }
    if ((there > 1 && in.get(start + 1) != 3)
        || (there > 2 && (in.get(start + 2) < 0 || in.get(start + 2) > 4))) {
      return RequestLine.Start.OTHER;
    }
    return isAll || there > 2 ? start(there > 1) : RequestLine.Start.OPEN;
  }
}
