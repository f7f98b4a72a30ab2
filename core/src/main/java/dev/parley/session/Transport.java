package dev.parley.session;

import java.util.Locale;

/// What carries a conversation.
public enum Transport {
  /// A byte stream over IP (RFC 9293).
  TCP,
  /// Datagrams over IP (RFC 768); one datagram is one message.
  UDP,
  /// A byte stream between processes of one machine, addressed by a file.
  UNIX;

  /// True where bytes flow without boundaries, so that a framing is needed.
  public boolean isStream() {
    return this != UDP;
  }

  /// The scheme of an address: `tcp`, `udp` or `unix`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
