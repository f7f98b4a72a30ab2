package example.chat;

import dev.parley.Server;
import dev.parley.SessionGroup;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.text.Printable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A room: the first line of a peer is its name, every other one is said to all others.
///
/// The terminals of others show what a peer sends, so all of it passes through [Printable]. A
/// member's attachment is its name; a peer without a name has none.
final class Room implements Handler {
  /// What members say. Short, since each line is multiplied by the number of members.
  static final Framing SAID = Framing.line().withMaxMessage(1_000);

  /// What members hear: a name, and a line in which each byte has become at most four characters.
  static final Framing HEARD = Framing.line().withMaxMessage(8_000);

  private static final int LONGEST_NAME = 40;

  private final SessionGroup members = new SessionGroup();
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /// Returns a server with a new room, to be started.
  static Server.Builder server(String address) {
    return Server.builder()
        .listen(address)
        .framing(SAID)
        .replyFraming(HEARD)
        .limits(Limits.defaults().withMaxSessions(2_000).withMessagesPerSecond(20))
        .timeouts(Timeouts.defaults().withIdle(Duration.ofMinutes(30)))
        .handler(new Room());
  }

  @Override
  public void opened(Session session) {
    session.send("your name?");
  }

  @Override
  public void received(Session session, Message message) {
    if (session.attachment() instanceof String name) {
      members.sendExcept(session, Message.of(name + ": " + Printable.line(message)));
    } else {
      enter(session, Printable.line(message).strip());
    }
  }

  private void enter(Session session, String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.contains(":")) {
      session.send("a name has 1 to " + LONGEST_NAME + " characters and no colon; your name?");
    } else if (!names.add(name)) {
      session.send("somebody has this name already; your name?");
    } else {
      session.attach(name);
      session.send("welcome, " + name);
      members.send(name + " is here");
      members.add(session);
    }
  }

  /// Says goodbye when the server stops.
  @Override
  public void draining(Session session) {
    session.send("the room closes");
    session.close();
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    if (session.attachment() instanceof String name) {
      names.remove(name);
      members.send(name + " has left");
    }
  }
}
