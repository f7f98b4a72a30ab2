package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.limit.SourceRates;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets datagram peers in only when they have shown that their address is their own: a forged one
/// would make the server send a room's talk to somebody who has never asked for it. Until then a
/// peer gets one small answer to what it sends, at most five a second and twenty in all, and all
/// peers of a source together five a second after the first twenty: a client a token, which it
/// returns in its hello, a person digits to type. What a stranger sends is not repeated in it.
/// Confined to the hub's loop.
///
/// The token of a hello is `proof.rest`, where the rest is that of the name, so that a client that
/// returns what it was given has both.
final class AddressProof {
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PLAIN_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int MAX_WRONG_DIGITS = 3;
  private static final int MAX_ANSWERS = 20;
  private static final int ANSWERS_PER_SECOND = 5;
  private static final int MAX_SOURCES = 1 << 12;
  private static final String HELLO = "/hello";

  private final Hub hub;
  private final Tokens tokens;
  private final SourceRates answers = new SourceRates(ANSWERS_PER_SECOND, MAX_ANSWERS, MAX_SOURCES);

  AddressProof(Hub hub, Tokens tokens) {
    this.hub = hub;
    this.tokens = tokens;
  }

  /// Returns true if the request may be handled.
  boolean admits(Connection connection, Request request) {
    if (!connection.mustProveAddress) {
      return true;
    }
    String token = request instanceof Request.Hello hello ? hello.token() : null;
    String proof =
        token == null || token.indexOf('.') < 0 ? "" : token.substring(0, token.indexOf('.'));
    if (tokens.isAddress(proof, connection.outlet.peer(), hub.clock.nanos())) {
      proven(connection);
      return true;
    }
    if (!mayAnswer(connection, PAUSE_NANOS)) {
      return false;
    }
    if (request instanceof Request.Hello) {
      String rest = nameToken(token);
      boolean isOurs = rest != null && tokens.guest(rest) != null;
      connection.send(
          new Notice.Retry(
              tokens.address(connection.outlet.peer(), hub.clock.nanos())
                  + '.'
                  + (isOurs ? rest : "")));
    } else { // perhaps a member whose address is a new one
      hub.refuseStranger(connection, null);
    }
    return false;
  }

  /// Returns the part of a token that is the name's; null if there is none.
  static @Nullable String nameToken(@Nullable String token) {
    if (token == null) {
      return null;
    }
    String rest = token.substring(token.indexOf('.') + 1);
    return rest.isEmpty() ? null : rest;
  }

  /// Returns true if a line may be handled. The one that is the proof is not.
  boolean admits(Connection connection, String line) {
    if (!connection.mustProveAddress) {
      return true;
    }
    if (connection.outlet.isLoopback()) {
      proven(connection);
      return true;
    }
    String peer = connection.outlet.peer();
    long now = hub.clock.nanos();
    if (line.startsWith(HELLO) && connection.wrongDigits < MAX_WRONG_DIGITS) {
      String digits = line.substring(HELLO.length()).strip();
      if (digits.equals(tokens.digits(peer, now, 0))
          || digits.equals(tokens.digits(peer, now, 1))) {
        proven(connection);
        hub.greet(connection);
        return false;
      }
      connection.wrongDigits++;
    }
    if (connection.wrongDigits < MAX_WRONG_DIGITS && mayAnswer(connection, PLAIN_PAUSE_NANOS)) {
      connection.refuse(
          ChatError.NOT_ALLOWED,
          "type " + HELLO + " " + tokens.digits(peer, now, 0),
          null,
          null,
          null);
    }
    return false;
  }

  private static void proven(Connection connection) {
    connection.mustProveAddress = false;
    connection.outlet.admitted();
  }

  private boolean mayAnswer(Connection connection, long pauseNanos) {
    long now = hub.clock.nanos();
    if (connection.strangerAnswers >= MAX_ANSWERS // such as to a service that answers, too
        || (connection.strangerAnswers > 0 && now - connection.beatAtNanos < pauseNanos)
        || !mayAnswer(connection.outlet, now)) {
      return false;
    }
    connection.strangerAnswers++;
    connection.beatAtNanos = now;
    return true;
  }

  /// Returns false if the peers of this one's source have had too many answers: they may all be
  /// forged, and be nobody but the victim. Programs of this machine are no victims of each other.
  private boolean mayAnswer(Outlet outlet, long now) {
    return outlet.isLoopback() || answers.take(List.of(outlet.source()), now);
  }
}
