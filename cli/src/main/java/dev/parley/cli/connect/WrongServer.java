package dev.parley.cli.connect;

import dev.parley.cli.command.CommandEnd;
import dev.parley.frame.Greeting;
import dev.parley.session.Address;
import java.util.concurrent.TimeUnit;

/// What is said to somebody whose server is of another kind than the one that was called: the
/// mistake, and the option that fits.
final class WrongServer {
  /// How long a talk may be without a word before the user hears what may be wrong.
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);

  static final String CHALLENGE =
      "the server sent 32 random bytes, as one does that asks for a login; its secret goes into a"
          + " file: --auth hmac-md5 --key-file FILE, or hmac-sha256";

  static final String NO_READY =
      "the server has not said ready to what was announced to it; does it have --framing ready?";

  private WrongServer() {}

  /// The end of a talk with a server that has shown what it is.
  ///
  /// @param isTls true if it was called with TLS
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

  /// What may be wrong with a server that goes away before it has said anything.
  static String doubt(ClientConnection call) {
    if (!call.isOpenStream()) {
      return "perhaps it has another --framing";
    }
    return call.isTls()
        ? "perhaps it asks for a user (--user) or has another --framing"
        : "perhaps it talks TLS (tls://), asks for a key (--key-file) or has another --framing";
  }

  /// What may be wrong with a server that says nothing where a login waits for it.
  static String silent(Address server) {
    return server
        + (server.isTls()
            ? " has not answered in TLS yet; if it is a plain server, call it with tcp://"
            : " has not begun the login yet; if it asks for none, leave out the key or --auth; if it"
                + " talks TLS, call it with tls://");
  }
}
