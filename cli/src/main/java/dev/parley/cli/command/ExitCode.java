package dev.parley.cli.command;

/// The exit codes of `parley`. Stable: scripts test for them.
public final class ExitCode {
  /// Success.
  public static final int FINE = 0;

  /// The network failed: refused, reset, timed out, port taken.
  public static final int NETWORK = 1;

  /// The command line or a file it names is wrong.
  public static final int USAGE = 2;

  /// The server did not accept our login.
  public static final int LOGIN_REFUSED = 3;

  /// The peer broke the protocol.
  public static final int PROTOCOL = 4;

  /// A defect of Parley, `EX_SOFTWARE` of sysexits.h.
  public static final int DEFECT = 70;

  /// Ended by SIGINT: 128 + 2, as shells report it.
  public static final int INTERRUPTED = 130;

  /// Ended by SIGTERM: 128 + 15.
  public static final int TERMINATED = 143;

  private ExitCode() {}
}
