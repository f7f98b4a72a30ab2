package dev.parley.cli.connect;

import dev.parley.cli.command.CommandEnd;
import dev.parley.frame.Greeting;
import dev.parley.session.Address;
import java.util.concurrent.TimeUnit;

/// Hints for a user whose server is of another kind than expected: the mistake, and the option that
/// fixes it.
final class WrongServer {
  /// How long to wait for a first message before the user gets a hint.
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);

  static final String CHALLENGE =
      "the server sent 32 random bytes, as one does that asks for a login; its secret goes into a"
          + " file: --auth hmac-md5 --key-file FILE, or hmac-sha256";

  static final String NO_READY =
      "the server has not said ready to what was announced to it; does it have --framing ready?";

  private WrongServer() {}

  /// Returns the end of a conversation with a server that has shown what it is.
  ///
  /// @param isTls true if it was reached over TLS
  static CommandEnd ending(Greeting greeting, boolean isTls) {
    return switch (greeting) {
      case SEALED ->
          CommandEnd.loginMissing(
              "the server talks with those alone who have a key; give yours by --key-file FILE");
      case USERS ->
          CommandEnd.loginMissing(
              "the server asks for a user and a password; give yours by --user NAME");
      case TLS ->
          CommandEnd.otherProtocol(
              isTls
                  ? "the server answered inside TLS that it talks TLS, as one does that stands behind"
                      + " a proxy for TLS; one of the two must be plain"
                  : "the server talks TLS; call it with tls:// instead of tcp://");
      case HTTP ->
          CommandEnd.otherProtocol(
              "the server talks HTTP, which knows no such messages; --framing raw shows what it"
                  + " says");
      case SSH ->
          CommandEnd.otherProtocol(
              "the server talks SSH, which the program ssh is for; --framing raw shows what it"
                  + " says");
    };
  }

  /// Returns what may be wrong with a server that closes before it has said anything.
  static String doubt(ClientConnection call) {
    if (!call.isOpenStream()) {
      return "perhaps it has another --framing";
    }
    return call.isTls()
        ? "perhaps it asks for a user (--user) or has another --framing"
        : "perhaps it talks TLS (tls://), asks for a key (--key-file) or has another --framing";
  }

  /// Returns what may be wrong with a server that says nothing while a login waits for it.
  static String silent(Address server) {
    return server
        + (server.isTls()
            ? " has not answered in TLS yet; if it is a plain server, call it with tcp://"
            : " has not begun the login yet; if it asks for none, leave out the key or --auth; if it"
                + " talks TLS, call it with tls://");
  }
}
