package dev.parley.cli;

/// Something a server has from files and can read again while it runs: SIGHUP asks for it.
@FunctionalInterface
interface Reloadable {
  /// Has it read again. Must not block; what comes of it is told in the report.
  void reload();
}
