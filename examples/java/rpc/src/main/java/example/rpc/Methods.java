package example.rpc;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Answers calls. The methods run on the session's loop, so they must be short: one that waits for
/// a database would hand the call to a thread of its own, which may `send` the response later.
///
/// @param byName the methods; one that throws fails its call, not the session
record Methods(Map<String, UnaryOperator<String>> byName) implements Handler {
  static final Framing FRAMING = Framing.length().withMaxMessage(1 << 16);

  /// Some that need nothing.
  static final Methods OF_TEXT =
      new Methods(
          Map.of(
              "upper", text -> text.toUpperCase(Locale.ROOT),
              "reverse", text -> new StringBuilder(text).reverse().toString(),
              "length", text -> String.valueOf(text.codePointCount(0, text.length()))));

  /// Returns a server of these methods, to be started.
  Server.Builder server(String address) {
    return Server.builder()
        .listen(address)
        .framing(FRAMING)
        .limits(Limits.defaults().withMaxSessions(5_000))
        .timeouts(Timeouts.defaults().withIdle(Duration.ofHours(1)))
        .handler(this);
  }

  @Override
  public void received(Session session, Message message) throws ProtocolException {
    session.send(answer(Request.parse(message)).message());
  }

  private Response answer(Request request) {
    UnaryOperator<String> method = byName.get(request.method());
    if (method == null) {
      return new Response(request.id(), false, "no such method");
    }
    try {
      return new Response(request.id(), true, method.apply(request.argument()));
    } catch (RuntimeException e) {
      System.err.println(request.method() + " has failed: " + e);
      return new Response(request.id(), false, "the method has failed");
    }
  }
}
