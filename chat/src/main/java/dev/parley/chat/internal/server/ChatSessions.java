package dev.parley.chat.internal.server;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.History;
import dev.parley.chat.internal.hub.Connection;
import dev.parley.chat.internal.hub.Hub;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.MemberName;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.limit.Timeouts;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Session;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;

/// What the sessions of a chat server do: decides what a peer speaks, reads it, and passes it to
/// the hub.
///
/// ```
///   received ─┬─ an object of the protocol ─▶ Hub.handle     (JSON from now on)
///             ├─ first, and half of one ────▶ Hub.broken     (not decided)
///             └─ anything else ─────────────▶ Hub.line       (plain text until then)
/// ```
///
/// Called on the loops of the sessions.
public final class ChatSessions {
  /// A peer that says nothing for so long is greeted in plain text.
  private static final Duration GREETING = Duration.ofSeconds(1);

  private static final Duration HEARTBEAT = Duration.ofSeconds(25);

  /// After so many quiet times in a row a member is gone.
  private static final int MAX_SILENCES = 3;

  private final HomeLoop home = new HomeLoop();
  private final Clock clock;
  private final ChatSettings settings;
  private final Plain plain;
  private final Hub hub;

  /// @param clock that of the server
  public ChatSessions(Clock clock, ChatSettings settings, ChatHooks hooks, History history) {
    this.clock = clock;
    this.settings = settings;
    this.plain = new Plain(settings.zone(), clock);
    this.hub =
        new Hub(
            home,
            clock,
            settings,
            hooks,
            history,
            new SecureRandom(),
            () -> new GroupOutput(plain));
  }

  /// See [dev.parley.chat.ChatServer#timeouts].
  public static Timeouts timeouts(Timeouts timeouts) {
    return timeouts.withQuiet(HEARTBEAT).withIdle(Duration.ZERO);
  }

  /// See [dev.parley.chat.ChatServer#console].
  public ConsoleSession console(MemberName name, Consumer<String> lines) {
    ConsoleSession console = new ConsoleSession(home, hub, new ConsoleOutlet(plain, lines));
    console.begin(name);
    return console;
  }

  /// A session is open.
  public void opened(Session session) {
    home.adopt(session.loop());
    boolean isDatagram = session.framing() == null;
    Timeouts own = timeouts(session.timeouts());
    if (!isDatagram && !own.equals(session.timeouts())) {
      session.timeouts(own);
    }
    SessionOutlet outlet =
        new SessionOutlet(session, plain, new FloodGate(settings.limits(), clock.nanos()));
    session.attach(outlet);
    String principal = session.principal();
    if (isRaw(session)) {
      outlet.framed = Form.RAW;
      outlet.plainForm(Form.RAW);
    }
    boolean mustProve = isDatagram && principal == null;
    home.run(() -> outlet.connection = hub.connected(outlet, principal, isDatagram, mustProve));
    if (isDatagram) {
      return; // it has sent something
    }
    outlet.greeting =
        session.after(
            GREETING,
            () -> {
              outlet.greeting = null;
              with(outlet, hub::greet);
            });
  }

  private static SessionOutlet of(Session session) {
    SessionOutlet outlet = session.attachment(SessionOutlet.class);
    if (outlet == null) {
      throw new IllegalStateException("this session is none of the chat's");
    }
    return outlet;
  }

  /// Does something with a connection on the hub's loop.
  private void with(SessionOutlet outlet, Consumer<Connection> task) {
    home.run(() -> {
      Connection connection = outlet.connection;
      if (connection != null) {
        task.accept(connection);
      }
    });
  }

  /// A message has come.
  public void received(Session session, Message message) {
    SessionOutlet outlet = of(session);
    outlet.silences = 0;
    if (session.framing() == null && !outlet.gate.isOpen(clock.nanos())) {
      return; // the client repeats what was not answered
    }
    if (isRaw(session)) {
      tellRaw(outlet);
    }
    if (!outlet.isHeld) {
      take(outlet, message);
    } else if (!outlet.backlog.add(message)) {
      flooded(outlet);
    }
  }

  private void take(SessionOutlet outlet, Message message) {
    if (isRaw(outlet.session())) {
      receivedText(outlet, message);
    } else {
      receivedOne(outlet, message);
    }
  }

  /// Returns true if messages have no ends in the framing.
  private static boolean isRaw(Session session) {
    Framing framing = session.framing();
    return framing != null && !framing.keepsBoundaries();
  }

  /// From now on lines get an end, since the framing, which may have been found out just now, gives
  /// them none.
  private void tellRaw(SessionOutlet outlet) {
    if (outlet.framed != Form.RAW) {
      outlet.framed = Form.RAW;
      with(outlet, connection -> hub.reformed(connection, () -> outlet.plainForm(Form.RAW)));
    }
  }

  /// Where nobody knows where a message ends, a line does, and what came at once. What is over the
  /// rate waits.
  private void receivedText(SessionOutlet outlet, Message message) {
    int from = 0;
    for (int i = 0; i < message.length(); i++) {
      if (message.byteAt(i) == '\n') {
        receivedOne(outlet, message.slice(from, i - from));
        from = i + 1;
        if (outlet.isHeld && from < message.length()) {
          if (!outlet.backlog.putBack(message.slice(from, message.length() - from))) {
            flooded(outlet);
          }
          return;
        }
      }
    }
    if (from < message.length()) {
      receivedOne(outlet, message.slice(from, message.length() - from));
    }
  }

  private void receivedOne(SessionOutlet outlet, Message message) {
    if (ChatJson.isObject(message)) {
      receivedObject(outlet, message);
    } else if (outlet.speaksJson) {
      malformed(
          outlet,
          new Notice.Refused(
              ChatError.MALFORMED, "a message has to be a JSON object", null, null, null, 0));
    } else {
      receivedLine(outlet, message);
    }
  }

  private void receivedObject(SessionOutlet outlet, Message message) {
    try {
      Request request = ChatJson.request(message);
      speaksJson(outlet);
      Connection connection = outlet.connection;
      if (home.isCurrent() && connection != null) {
        hub.handle(connection, request);
      } else {
        with(outlet, one -> hub.handle(one, request));
      }
      charge(outlet, FloodGate.cost(request, outlet.session().framing() == null));
    } catch (ChatFormatException e) {
      if (outlet.speaksJson || e.hasKind()) {
        speaksJson(outlet);
        malformed(outlet, e.refused());
      } else if (outlet.speaksPlain) {
        receivedLine(outlet, message);
      } else {
        broken(outlet, e.refused());
      }
    }
  }

  private void malformed(SessionOutlet outlet, Notice.Refused why) {
    with(outlet, connection -> hub.malformed(connection, why));
    charge(outlet, FloodGate.ofLine());
  }

  /// The first thing that a peer says is no object, but seems to be meant as one: it is told, and
  /// nobody else is shown it. The peer may still be a program or a person.
  private void broken(SessionOutlet outlet, Notice.Refused why) {
    with(outlet, connection -> hub.broken(connection, why));
    charge(outlet, FloodGate.ofLine());
  }

  private static void speaksJson(SessionOutlet outlet) {
    outlet.speaksJson = true;
    decided(outlet);
  }

  private static void decided(SessionOutlet outlet) {
    Session.Timer greeting = outlet.greeting;
    if (greeting != null) {
      outlet.greeting = null;
      boolean _ = greeting.cancel();
    }
  }

  /// An empty line as the first message says nothing, and makes nobody a member: over datagrams
  /// nothing follows from it, and a stream is greeted when it has been silent for long enough.
  private void receivedLine(SessionOutlet outlet, Message message) {
    String text = withoutEnd(message.text());
    if (outlet.speaksPlain || !text.isEmpty()) {
      decided(outlet);
      outlet.speaksPlain = true;
      with(outlet, connection -> hub.line(connection, text));
    }
    charge(outlet, FloodGate.ofLine());
  }

  private static String withoutEnd(String text) {
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(0, end);
  }

  private void charge(SessionOutlet outlet, int cost) {
    long wait = outlet.gate.take(cost, clock.nanos());
    Session session = outlet.session();
    if (wait > 0 && session.framing() != null) { // what is over the rate waits at the peer
      session.pauseReading();
      outlet.isHeld = true;
      var _ = session.after(Duration.ofNanos(wait), () -> goOn(outlet));
    }
  }

  /// Takes what has waited, as the rate permits, and reads on when nothing is left.
  private void goOn(SessionOutlet outlet) {
    outlet.isHeld = false;
    while (!outlet.isHeld) {
      Message next = outlet.backlog.poll();
      if (next == null) {
        break;
      }
      take(outlet, next);
    }
    if (outlet.isHeld) {
      return;
    }
    if (outlet.hasEnded) {
      with(outlet, hub::ended);
    } else {
      outlet.session().resumeReading();
    }
  }

  private void flooded(SessionOutlet outlet) {
    outlet.backlog.clear();
    with(
        outlet,
        connection ->
            hub.finish(
                connection,
                ClosingCode.FLOOD,
                "you have sent more than " + Backlog.MAX_BYTES + " bytes beyond your rate"));
  }

  /// The peer has ended its output.
  public void ended(Session session) {
    SessionOutlet outlet = of(session);
    decided(outlet);
    outlet.hasEnded = true;
    if (!outlet.isHeld) {
      with(outlet, hub::ended);
    }
  }

  /// The server shuts down.
  public void draining(Session session) {
    with(
        of(session),
        connection -> hub.finish(connection, ClosingCode.SHUTDOWN, "the server shuts down"));
  }

  /// Nothing has come for the time of a heartbeat. Plain peers need none: their system answers the
  /// probes of ours, or the connection ends after `Timeouts.unacknowledged`.
  public void quiet(Session session) {
    SessionOutlet outlet = of(session);
    if (!outlet.speaksJson || session.framing() == null) {
      return;
    }
    outlet.silences++;
    if (outlet.silences >= MAX_SILENCES) {
      with(outlet, connection -> hub.silent(connection));
    } else {
      with(outlet, connection -> hub.ping(connection));
    }
  }

  /// A session ends for a reason below the chat: the peer is told.
  public void ending(Session session, CloseReason reason, Problem problem) {
    SessionOutlet outlet = of(session);
    Notice.Closing closing = LastWords.of(reason, problem);
    Connection connection = outlet.connection;
    if (home.isCurrent() && connection != null) {
      hub.end(connection, closing.code(), closing.text());
    } else {
      outlet.lastWords(closing); // the hub's loop would be too late
    }
  }

  /// A session has ended.
  public void closed(Session session) {
    with(of(session), hub::lost);
  }
}
