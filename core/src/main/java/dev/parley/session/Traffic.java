package dev.parley.session;

/// The counters of a session's traffic. Bytes are as on the wire, framing included.
public record Traffic(long messagesIn, long bytesIn, long messagesOut, long bytesOut) {
  /// Returns the sum of this and `other`.
  public Traffic plus(Traffic other) {
    return new Traffic(
        messagesIn + other.messagesIn,
        bytesIn + other.bytesIn,
        messagesOut + other.messagesOut,
        bytesOut + other.bytesOut);
  }
}
