package dev.parley.cli.port;

import java.util.Locale;

/// The two kinds of port; each has its own 65,536 of them.
public enum PortProtocol {
  TCP,
  UDP;

  /// Returns `tcp` or `udp`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
