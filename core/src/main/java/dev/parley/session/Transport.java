package dev.parley.session;

import java.util.Locale;

/// The transport of a session.
public enum Transport {
  /// A byte stream over IP (RFC 9293).
  TCP,
  /// Datagrams over IP (RFC 768); one datagram is one message.
  UDP,
  /// A byte stream between processes of one machine, addressed by a file path.
  UNIX,
  /// A byte stream within one process, addressed by a name.
  MEMORY;

  /// Returns true for byte streams, which need a framing.
  public boolean isStream() {
    return this != UDP;
  }

  /// Returns the scheme of an address: `tcp`, `udp`, `unix` or `memory`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
