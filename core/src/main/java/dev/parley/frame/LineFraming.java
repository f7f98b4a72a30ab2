package dev.parley.frame;

/// A framing for text lines: a message is a line without its end.
///
/// ```
///   line        h e l l o LF            or   h e l l o CR LF
///   line:crlf   h e l l o CR LF         RFC 5321 §2.3.8: a CR or LF alone is an error
/// ```
///
/// Lenient lines (`crlf` false) drop one CR before the LF. The bytes after the last LF when the
/// stream ends are a message too, since text tools write such files. A message that ends in CR is
/// sent with CR LF after it, so that the receiver drops the added CR and not the message's own. So
/// every message received with this framing can be sent with it unchanged, and a server may echo
/// its peers' lines as they are.
///
/// Strict lines (`crlf` true) treat a bare CR or LF as the peer's fault, because attackers can
/// exploit two programs that see different lines in the same bytes (SMTP smuggling). A last line
/// without its end is truncated.
///
/// @param crlf true for strict lines
/// @param maxMessage the maximum number of bytes of a line without its end, from 1 to
///   [#LARGEST_MESSAGE]
public record LineFraming(boolean crlf, int maxMessage) implements KnownFraming {
  static final byte CR = '\r';
  static final byte LF = '\n';

  /// Checks the maximum.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public LineFraming {
    Bound.maximum(maxMessage);
  }

  @Override
  public LineFraming withMaxMessage(int bytes) {
    return new LineFraming(crlf, bytes);
  }

  @Override
  public Decoder decoder() {
    return crlf ? new CrlfDecoder(maxMessage) : new LineDecoder(maxMessage);
  }

  @Override
  public Encoder encoder() {
    return new LineEncoder(crlf, maxMessage);
  }

  @Override
  public boolean isLines() {
    return true;
  }

  @Override
  public HttpRule httpRule() {
    return HttpRule.LINES;
  }

  @Override
  public String toString() {
    return crlf ? "line:crlf" : "line";
  }
}
