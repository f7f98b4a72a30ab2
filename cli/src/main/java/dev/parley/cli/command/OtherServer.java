package dev.parley.cli.command;

import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;

/// A server of another kind than a client was told: the ends of `connect` and `bench` that name the
/// mistake and the option that fixes it.
public final class OtherServer {
  private OtherServer() {}

  /// It only talks to clients that have a key.
  public static CommandEnd sealed() {
    return CommandEnd.loginMissing(Texts.problem("command.server.needs-key"));
  }

  /// It asks for a user and a password.
  public static CommandEnd withUsers() {
    return CommandEnd.loginMissing(Texts.problem("command.server.needs-user"));
  }

  /// It asks for a login with HMAC.
  public static CommandEnd challenging() {
    return CommandEnd.loginMissing(challenge());
  }

  /// Returns the sentence about a server that asks for a login with HMAC.
  public static Problem challenge() {
    return Texts.problem("command.server.challenge");
  }

  /// It talks TLS.
  ///
  /// @param isTls true if it was reached over TLS, so that there is TLS inside TLS
  public static CommandEnd tls(boolean isTls) {
    return CommandEnd.otherProtocol(
        Texts.problem(isTls ? "command.server.tls-inside-tls" : "command.server.tls"));
  }

  /// Returns what may be wrong with a stream's server that closes before it has said anything.
  ///
  /// @param isOpenStream true for a stream without login and sealing
  /// @param isTls true if it was reached over TLS
  public static String doubt(boolean isOpenStream, boolean isTls) {
    if (!isOpenStream) {
      return Texts.text("command.server.perhaps-framing");
    }
    return Texts.text(
        isTls
            ? "command.server.perhaps-user-or-framing"
            : "command.server.perhaps-tls-key-or-framing");
  }
}
