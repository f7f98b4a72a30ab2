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
  MEMORY,
  /// Datagrams within one process, addressed by a name; one datagram is one message.
  MEMORY_UDP;

  /// Returns true for byte streams, which need a framing.
  public boolean isStream() {
    return this != UDP && this != MEMORY_UDP;
  }

  /// Returns true if nothing leaves the process.
  public boolean isInMemory() {
    return this == MEMORY || this == MEMORY_UDP;
  }

  /// Returns the scheme of an address: `tcp`, `udp`, `unix`, `memory` or `memory-udp`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
