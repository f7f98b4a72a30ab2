package dev.parley.cli;

import dev.parley.CloseReason;
import dev.parley.ConnectOutcome;
import java.util.Locale;

/// How a talk ended: what the shell gets, and what the person gets to read. A value.
///
/// @param exitCode see [ExitCode]
/// @param reason a stable word for programs
/// @param sentence without a full stop; empty if there is nothing to say
record Ending(int exitCode, String reason, String sentence) {
  private static final String REFUSED_LOGIN =
      "the server ended the conversation right after the login: most likely it refused the secret;"
          + " check the key and the --auth of both sides";

  /// All that was to be had has come.
  static Ending fine() {
    return new Ending(ExitCode.FINE, "done", "");
  }

  /// The server closed.
  static Ending peerClosed() {
    return new Ending(ExitCode.FINE, "peer-closed", "the server closed the conversation");
  }

  /// Whoever reads what we print reads no more.
  static Ending outputClosed() {
    return new Ending(ExitCode.FINE, "output-closed", "");
  }

  /// Standard output or input failed, which is nobody's wish: a full disk, a broken device.
  static Ending failed(String sentence) {
    return new Ending(ExitCode.NETWORK, "local-io-failed", sentence);
  }

  /// Ctrl-C at the prompt.
  static Ending interrupted() {
    return new Ending(ExitCode.INTERRUPTED, "interrupted", "");
  }

  /// Nothing came for the timeout.
  static Ending timedOut(String timeout) {
    return new Ending(ExitCode.NETWORK, "timed-out", "the server said nothing for " + timeout);
  }

  /// The server went away where a server does that accepts no login.
  static Ending loginRefused() {
    return new Ending(ExitCode.LOGIN_REFUSED, "login-refused", REFUSED_LOGIN);
  }

  /// The server seals, and nobody gave us a key.
  static Ending sealedServer() {
    return new Ending(
        ExitCode.LOGIN_REFUSED,
        "login-refused",
        "the server talks with those alone who have a key; give yours by --key-file FILE");
  }

  /// There is no connection.
  static Ending of(ConnectOutcome.Failed failed) {
    int exitCode =
        switch (failed.failure()) {
          case REFUSED, TIMED_OUT, UNKNOWN_HOST, NETWORK -> ExitCode.NETWORK;
          case NOT_POSSIBLE -> ExitCode.USAGE;
          case LOGIN_REFUSED, LOGIN_TIMED_OUT -> ExitCode.LOGIN_REFUSED;
        };
    return new Ending(exitCode, word(failed.failure()), failed.detail());
  }

  /// The session ended otherwise than by the peer's orderly close.
  ///
  /// @param detail a sentence
  static Ending of(CloseReason reason, String detail) {
    int exitCode =
        switch (reason.fault()) {
          case NOBODY -> ExitCode.FINE;
          case NETWORK -> ExitCode.NETWORK;
          case PEER ->
              reason == CloseReason.LOGIN_REFUSED ? ExitCode.LOGIN_REFUSED : ExitCode.PROTOCOL;
          case LIMIT ->
              reason == CloseReason.LOGIN_TIMEOUT ? ExitCode.LOGIN_REFUSED : ExitCode.NETWORK;
          case OURS -> ExitCode.DEFECT;
        };
    String sentence =
        reason.fault() == CloseReason.Fault.PEER
            ? "the server broke the protocol: " + detail + "; do --framing and --auth fit it?"
            : detail;
    return new Ending(exitCode, word(reason), sentence);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
