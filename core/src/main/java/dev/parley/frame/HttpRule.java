package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import java.nio.ByteBuffer;

/// Rules that detect an HTTP request, a TLS ClientHello or a STUN message at the beginning of a
/// plain stream. Any web page can make a browser send these to a service on the user's own machine
/// (a form, or `fetch` with a plain text body; a session ticket chosen by the page's server; a name
/// in a WebRTC candidate), and a service that takes them for messages would obey the page.
///
/// ```
///            check(in), until it allows       the decoder       check(message)
///   bytes ──────────────────────────────▶ a frame ──────────────────────────────▶ the handler
/// ```
///
/// The rules apply up to the first message that is not empty. [RequestLine] defines a complete
/// request line. Immutable.
public enum HttpRule {
  /// Detects nothing: the peer may speak HTTP, or such input cannot be a message.
  NONE,
  /// Waits for the complete line, as its framing does.
  LINES,
  /// Decides by the first bytes: a method and the beginning of a target.
  DELIMITED,
  /// Decides in the same way, because a frame may contain anything.
  LENGTHS,
  /// A method of digits is a length, immediately followed by the target.
  READY;

  /// The smallest length that four ASCII characters make, in either byte order.
  static final int LEAST_TEXT = 0x20000000;

  /// Returns true if a stream begins with an HTTP request, a TLS ClientHello or a STUN message.
  ///
  /// @param in all undecoded bytes so far, from the position on, which does not move
  /// @param isAll no more bytes will be waited for
  public boolean isAt(ByteBuffer in, boolean isAll) {
    return isStun(in)
        || hello(in, isAll) == RequestLine.Start.REQUEST
        || request(in, isAll) == RequestLine.Start.REQUEST;
  }

  /// Checks undecoded bytes; returns false if the decoder must wait for more.
  ///
  /// @throws ProtocolException if the bytes are as in [#isAt]
  public boolean check(ByteBuffer in, boolean isAll) throws ProtocolException {
    if (this == NONE) {
      return true;
    }
    if (isStun(in)) {
      throw Bound.malformed(null, FrameProblem.STUN);
    }
    RequestLine.Start hello = hello(in, isAll);
    if (hello == RequestLine.Start.REQUEST) {
      throw Bound.malformed(null, FrameProblem.TLS_CLIENT_HELLO);
    }
    RequestLine.Start request = request(in, isAll);
    if (request == RequestLine.Start.REQUEST) {
      throw refused();
    }
    return hello == RequestLine.Start.OTHER && request == RequestLine.Start.OTHER;
  }

  /// Checks a decoded message.
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

  /// Does not wait if there are fewer bytes: they may be a short message whose length begins this
  /// way, and a browser sends the whole message at once.
  private boolean isStun(ByteBuffer in) {
    return this != NONE && this != READY && Stun.isAt(in);
  }

  private static ProtocolException refused() {
    return Bound.malformed(null, FrameProblem.HTTP_REQUEST);
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

  /// A line for which no more bytes are waited for may lack its version.
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

  /// Text never begins with this byte. A length may, so more of the record is checked then (RFC
  /// 8446 §5.1, §4 and §4.1.2).
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
