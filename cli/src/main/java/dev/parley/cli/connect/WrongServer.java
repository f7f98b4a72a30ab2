package dev.parley.cli.connect;

import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Greeting;
import dev.parley.problem.Problem;
import dev.parley.sealed.Sealed;
import dev.parley.session.Address;
import dev.parley.session.Transport;
import java.util.concurrent.TimeUnit;

/// Hints for a user whose server is of another kind than expected: the mistake, and the option that
/// fixes it.
final class WrongServer {
  /// How long to wait for a first message before the user gets a hint.
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);

  private WrongServer() {}

  /// Returns the sentence about a server that asks for a login with HMAC.
  static Problem challenge() {
    return Texts.problem("connect.challenge");
  }

  /// Returns the end of a conversation with a server that has shown what it is.
  ///
  /// @param isTls true if it was reached over TLS
  static CommandEnd ending(Greeting greeting, boolean isTls) {
    return switch (greeting) {
      case SEALED -> CommandEnd.loginMissing(Texts.problem("connect.server-needs-key"));
      case USERS -> CommandEnd.loginMissing(Texts.problem("connect.server-needs-user"));
      case TLS ->
          CommandEnd.otherProtocol(
              Texts.problem(
                  isTls ? "connect.server-talks-tls-inside-tls" : "connect.server-talks-tls"));
      case HTTP -> CommandEnd.otherProtocol(Texts.problem("connect.server-talks-http"));
      case SSH -> CommandEnd.otherProtocol(Texts.problem("connect.server-talks-ssh"));
    };
  }

  /// Returns what may be wrong with a server that closes before it has said anything.
  static String doubt(ClientConnection call) {
    if (call.client().session().transport() == Transport.UDP) {
      // Only a sealed server says that it closes. What it could not send ends the session.
      return Texts.text("connect.perhaps-too-large", Sealed.MAX_DATAGRAM_MESSAGE);
    }
    if (!call.isOpenStream()) {
      return Texts.text("connect.perhaps-framing");
    }
    return Texts.text(
        call.usesTls() ? "connect.perhaps-user-or-framing" : "connect.perhaps-tls-key-or-framing");
  }

  /// Returns what may be wrong with a server that says nothing while a login waits for it.
  static Problem silent(Address server) {
    return Texts.problem(
        server.scheme().usesTls() ? "connect.silent-in-tls" : "connect.silent-in-login", server);
  }
}
