package dev.parley.simulation;

import dev.parley.Call;
import dev.parley.CallOutcome;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Clients of plain and sealed datagrams, whose network loses, doubles and reorders them and
/// changes addresses. Confined to the simulation.
///
/// Whatever the network does: nothing arrives that was not sent; over a sealed session everything
/// arrives at most once, and at one session, wherever its client has gone. Where nothing is lost,
/// everything arrives.
final class DatagramTalks {
  private static final String PLAIN = "memory-udp:plain";
  private static final String SEALED = "memory-udp:sealed";
  private static final int COUNT = 10;

  /// Longer than anything is on its way.
  private static final Duration REST = Duration.ofSeconds(2);

  private final World world;
  private final boolean rebinds;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final Set<Session> atServer = new HashSet<>();
  private final List<Connector> connectors = new ArrayList<>();
  private int settled;
  private int received;

  /// @param rebinds true if clients change their addresses, perhaps during each attempt to log in
  DatagramTalks(World world, boolean rebinds) {
    this.world = world;
    this.rebinds = rebinds;
  }

  /// One client and what it sends.
  private static final class Exchange {
    final int number;
    final boolean isSealed;

    /// How often each message has arrived at the server, and each answer at the client.
    final Map<Integer, Integer> asked = new HashMap<>();

    final Map<Integer, Integer> answered = new HashMap<>();

    final Set<Session> servers = new HashSet<>();
    int sent;
    int answers;
    Session client;

    /// Why the call has failed, null if it has not.
    String failure;

    Exchange(int number, boolean isSealed) {
      this.number = number;
      this.isSealed = isSealed;
    }

    @Override
    public String toString() {
      return (isSealed ? "sealed" : "plain") + " datagrams " + number;
    }
  }

  /// Adds the listeners to a server.
  void listen(Server.Builder server) {
    server
        .datagrams(new DatagramLimits(0, 0))
        .listen(PLAIN, own -> own.handler(new Answers()))
        .listen(
            SEALED,
            own -> own.handler(new Answers()).security(World.sealed()).framing(Framing.line()));
  }

  int listeners() {
    return 2;
  }

  void open() throws IOException {
    connectors.add(connector(Security.none()));
    connectors.add(connector(World.sealed()));
  }

  private Connector connector(Security security) throws IOException {
    return Connector.open(
        1,
        ClientOptions.defaults()
            .withSecurity(security)
            .withTimeouts(Timeouts.defaults().withLogin(Duration.ofSeconds(20))),
        new Asks());
  }

  void begin() {
    Exchange exchange = new Exchange(exchanges.size(), world.chance(2) && world.mayCompute());
    exchanges.add(exchange);
    var _ =
        connectors
            .get(exchange.isSealed ? 1 : 0)
            .call(Call.to(exchange.isSealed ? SEALED : PLAIN).withAttachment(exchange))
            .thenAccept(outcome -> {
              settled++;
              if (outcome instanceof CallOutcome.Connected(Session session)) {
                exchange.client = session;
                session.execute(() -> ask(session, exchange));
              } else {
                exchange.failure = outcome.toString();
              }
            });
  }

  private void ask(Session session, Exchange exchange) {
    for (int i = world.number(1, 4); i > 0 && exchange.sent < COUNT; i--) {
      session.send(new Said(exchange.number, exchange.sent++, "ask", "你好").text());
    }
    if (exchange.sent < COUNT) {
      world.watch.after(session, world.millis(2_000), () -> ask(session, exchange));
    } else {
      world.watch.after(session, REST, session::close);
    }
  }

  /// The client's handler.
  private final class Asks implements Handler {
    @Override
    public void received(Session session, Message message) {
      Said said = Said.parse(message.text());
      Exchange exchange = (Exchange) session.attachment();
      // What is wrong shows in the counts.
      exchange.answered.merge(
          said != null && said.talk() == exchange.number ? said.number() : -1, 1, Integer::sum);
      if (world.chance(5)) {
        session.pauseReading();
        world.watch.after(session, world.millis(300), session::resumeReading);
      }
    }
  }

  /// The server's handler.
  private final class Answers implements Handler {
    @Override
    public void opened(Session session) {
      world.mustBe(atServer.add(session), "opened twice");
    }

    @Override
    public void received(Session session, Message message) {
      received++;
      Said said = Said.parse(message.text());
      if (said == null || said.talk() >= exchanges.size()) {
        world.wrong("a datagram says " + message.text());
        return;
      }
      Exchange exchange = exchanges.get(said.talk());
      exchange.servers.add(session);
      exchange.asked.merge(said.number(), 1, Integer::sum);
      session.send(new Said(exchange.number, exchange.answers++, "re", said.filler()).text());
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      world.mustBe(atServer.remove(session), "closed, and never opened");
    }
  }

  boolean isOver() {
    return settled == exchanges.size()
        && connectors.stream().allMatch(connector -> connector.openSessions() == 0);
  }

  int received() {
    return received;
  }

  /// @param isWhole true if the network has lost nothing
  void check(boolean isWhole) {
    world.mustBe(atServer.isEmpty(), "datagram sessions that were not closed");
    for (Exchange exchange : exchanges) {
      check(exchange, exchange.isSealed ? 1 : 2);
      if (isWhole && !(rebinds && exchange.client == null)) {
        world.mustBe(
            exchange.failure == null && exchange.asked.size() == COUNT,
            exchange + ": the server got " + exchange.asked.keySet() + " " + exchange.failure);
      }
    }
  }

  private void check(Exchange exchange, int most) {
    world.mustBe(
        exchange.asked.keySet().stream().allMatch(number -> number < exchange.sent)
            && exchange.asked.values().stream().allMatch(times -> times <= most),
        exchange + ": the server got " + exchange.asked);
    world.mustBe(
        exchange.answered.keySet().stream()
                .allMatch(number -> number >= 0 && number < exchange.answers)
            && exchange.answered.values().stream().allMatch(times -> times <= most),
        exchange + ": the client got " + exchange.answered);
    world.mustBe(
        !exchange.isSealed || exchange.servers.size() <= 1,
        exchange + ": came to " + exchange.servers.size() + " sessions");
  }

  void close() {
    connectors.forEach(Connector::close);
  }
}
