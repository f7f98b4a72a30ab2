package dev.parley.sealed;

import java.util.concurrent.TimeUnit;

/// The limits for the use of one key of a sealed session. The byte limit is part of the protocol
/// and enforced by the receiver; the time limit is up to the sender.
///
/// @param maxBytes the maximum number of bytes sealed with one key
/// @param maxNanos the maximum age of a key that has sealed something, before the next is used
record RekeyRule(long maxBytes, long maxNanos) {
  /// 1 GiB, at the low end of the 1 to 4 GiB that SSH uses (RFC 4344 §3.2), and far below what
  /// would weaken AES-GCM with records of any size (RFC 8446 §5.5). One hour, so that a stolen key
  /// cannot decrypt traffic from before its own hour.
  static final RekeyRule STANDARD = new RekeyRule(1L << 30, TimeUnit.HOURS.toNanos(1));
}
