package dev.parley.sealed;

import java.util.concurrent.TimeUnit;

/// How long one key of a sealed session is used. The bytes are a rule of the protocol, which the
/// receiver enforces; the time is up to the sender.
///
/// @param maxBytes the most bytes that are sealed with one key
/// @param maxNanos how old a key that has sealed something gets before the next is used
record RekeyRule(long maxBytes, long maxNanos) {
  /// 1 GiB, of the 1 to 4 GiB that SSH takes (RFC 4344 §3.2), and far below what would weaken
  /// AES-GCM with records of any size (RFC 8446 §5.5). An hour, so that what was said before can no
  /// longer be read by who gets hold of the key.
  static final RekeyRule STANDARD = new RekeyRule(1L << 30, TimeUnit.HOURS.toNanos(1));
}
