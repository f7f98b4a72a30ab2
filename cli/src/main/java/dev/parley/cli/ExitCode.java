package dev.parley.cli;

/// What `parley` returns to the shell. Stable: scripts test for them.
final class ExitCode {
  /// All went as meant.
  static final int FINE = 0;

  /// The network failed: refused, reset, timed out, port taken.
  static final int NETWORK = 1;

  /// The command line or a file it names is wrong.
  static final int USAGE = 2;

  /// The server did not accept our secret.
  static final int LOGIN_REFUSED = 3;

  /// The peer broke the protocol.
  static final int PROTOCOL = 4;

  /// A defect of ours, `EX_SOFTWARE` of sysexits.h.
  static final int DEFECT = 70;

  /// Ended by SIGINT: 128 + 2, as shells say it.
  static final int INTERRUPTED = 130;

  /// Ended by SIGTERM: 128 + 15.
  static final int TERMINATED = 143;

  private ExitCode() {}
}
