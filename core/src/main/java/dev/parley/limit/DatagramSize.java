package dev.parley.limit;

/// The maximum size of a datagram.
public final class DatagramSize {
  /// The largest payload of a UDP datagram over IPv4 in bytes: 65,535 less the headers of IPv4, 20
  /// bytes (RFC 791 §3.1), and of UDP, 8 bytes (RFC 768). IPv6 would carry 20 more, but a peer does
  /// not choose its family by the size of a message.
  public static final int MAX_BYTES = 65_507;

  private DatagramSize() {}
}
