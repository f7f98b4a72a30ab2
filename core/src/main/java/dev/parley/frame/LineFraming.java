package dev.parley.frame;

/// Text lines: a message is what stands before the end of a line.
///
/// ```
///   line        h e l l o LF            or   h e l l o CR LF
///   line:crlf   h e l l o CR LF         RFC 5321 §2.3.8: a CR or LF alone is an error
/// ```
///
/// Lenient lines (`crlf` false) drop one CR before the LF, and what follows the last LF when the
/// stream ends is a message too, as text tools write it. A message that itself ends in CR is sent
/// with CR LF behind it, so that the receiver drops the added CR and not the message's own: nothing
/// that this framing receives does it refuse to send or change on the way, and a server may echo
/// its peers' lines as they are.
///
/// Strict lines (`crlf` true) take a bare CR or LF for the peer's fault, because two programs that
/// see different lines in the same bytes can be played off against each other (SMTP smuggling), and
/// a last line without its end is truncated.
///
/// @param crlf true for strict lines
/// @param maxMessage the most bytes of a line without its end, from 1 to [#LARGEST_MESSAGE]
public record LineFraming(boolean crlf, int maxMessage) implements Framing {
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
  public boolean carriesEmpty() {
    return true;
  }

  @Override
  public String toString() {
    return crlf ? "line:crlf" : "line";
  }
}
