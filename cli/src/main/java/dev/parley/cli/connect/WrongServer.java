package dev.parley.cli.connect;

import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.OtherServer;
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

  /// Returns the end of a conversation with a server that has shown what it is.
  ///
  /// @param isTls true if it was reached over TLS
  static CommandEnd ending(Greeting greeting, boolean isTls) {
    return switch (greeting) {
      case SEALED -> OtherServer.sealed();
      case USERS -> OtherServer.withUsers();
      case TLS -> OtherServer.tls(isTls);
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
    return OtherServer.doubt(call.isOpenStream(), call.usesTls());
  }

  /// Returns what may be wrong with a server that says nothing while a login waits for it.
  static Problem silent(Address server) {
    return Texts.problem(
        server.scheme().usesTls() ? "connect.silent-in-tls" : "connect.silent-in-login", server);
  }
}
