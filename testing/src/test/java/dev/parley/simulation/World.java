package dev.parley.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Call;
import dev.parley.CallOutcome;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.SessionGroup;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.LoopContents;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Security;
import dev.parley.session.Conversation;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.session.SessionTotals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// One run: a server with listeners of all kinds, clients and raw peers, over a network that comes
/// from the seed, and what must be true in the end. Confined to the simulation.
final class World {
  static final String PLAIN = "memory:server";
  static final String SEALED = "memory:sealed";
  static final String TLS = "memory-tls:tls";
  static final String BODIES = "memory:bodies";

  static final Duration IDLE = Duration.ofSeconds(60);
  static final Duration FRAME = Duration.ofSeconds(30);
  static final Duration WRITE = Duration.ofSeconds(10);

  private static final Framing[] FRAMINGS = {
    Framing.line(), Framing.length(), Framing.netstring(), Framing.delimiter(new byte[] {0, 1})
  };

  private static final Duration BETWEEN_GROUP_MESSAGES = Duration.ofMillis(300);

  /// Places beyond those that peers may take at a time.
  private static final int SPARE_PLACES = 10;

  private static final int MAX_HANDSHAKES = 8;

  /// The time in which all timers of sessions that have ended are gone.
  private static final Duration REST = Duration.ofSeconds(5);

  final int maxOutboxBytes;

  /// True if a reset destroys what was not read.
  final boolean discards;

  final Watch watch;

  private final Simulation simulation;
  private final RandomGenerator random;
  private final int peers;

  /// True if connections are cut or lost, or too slow.
  private final boolean loses;

  private final boolean hasTls;
  private final Framing framing;
  private final List<Event> events = new ArrayList<>();
  private final List<Talk> talks = new ArrayList<>();
  private final Map<Talk, Long> heardAt = new HashMap<>();
  private final Map<Session, Long> closedAt = new HashMap<>();
  private final List<String> failedCalls = new ArrayList<>();
  private final SessionGroup group = new SessionGroup();
  private final Answering answering = new Answering(this);
  private final Calling calling = new Calling(this);
  private final RawTalks raw;
  private final DatagramTalks datagrams;
  private int handshakes;
  private int settled;
  private int groupMessages;
  private boolean isGroupRunning;
  private long received;

  /// What was wrong. Not thrown in handlers, where it would end a session and nothing else.
  private final List<String> wrong = new ArrayList<>();

  World(Simulation simulation, int peers) {
    this.simulation = simulation;
    this.random = simulation.random();
    this.peers = peers;
    this.watch = new Watch(simulation, this::wrong);
    this.framing = FRAMINGS[random.nextInt(FRAMINGS.length)];
    this.loses = random.nextBoolean();
    this.discards = random.nextBoolean();
    this.hasTls = chance(3);
    this.maxOutboxBytes = random.nextInt(20_000, 50_000);
    this.raw = new RawTalks(this, simulation, framing);
    boolean rebinds = chance(2);
    this.datagrams = new DatagramTalks(this, rebinds);
    simulation.network(
        new Network(
            Duration.ofMillis(random.nextInt(loses ? 200 : 50)),
            random.nextDouble() / 2,
            loses ? random.nextInt(20, 500) : 500, // less would be slower than the write rate
            random.nextInt(500, 5_000),
            loses ? random.nextDouble() / 100 : 0,
            loses ? random.nextDouble() / 100 : 0,
            discards,
            loses ? random.nextDouble() / 5 : 0,
            random.nextDouble() / 5,
            rebinds ? random.nextDouble() / 20 : 0));
  }

  // For its handlers and peers.

  int number(int from, int below) {
    return random.nextInt(from, below);
  }

  /// Returns true once in `of` times.
  boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  Duration millis(int below) {
    return Duration.ofMillis(random.nextInt(below));
  }

  byte[] bytes(int below) {
    byte[] bytes = new byte[random.nextInt(below)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Returns text without spaces, sometimes none, sometimes more than a buffer holds.
  String filler() {
    return switch (random.nextInt(40)) {
      case 0 -> "你".repeat(random.nextInt(1_500));
      case 1, 2 -> "";
      default -> "你好" + "x".repeat(random.nextInt(80));
    };
  }

  void wrong(String what) {
    wrong.add(what);
  }

  void mustBe(boolean isSo, String what) {
    if (!isSo) {
      wrong.add(what);
    }
  }

  /// Begins a talk.
  Talk talk(Plan plan, String listener, boolean isSlow, int count) {
    Talk talk = new Talk(talks.size() + 1, plan, listener, isSlow, count, this::wrong);
    talks.add(talk);
    return talk;
  }

  /// The server has received something over a stream.
  void received() {
    received++;
  }

  /// The server has received a message.
  ///
  /// @return its talk, null if there is none
  Talk heard(Session session, Said said) {
    if (said.talk() < 1 || said.talk() > talks.size()) {
      return null;
    }
    Talk talk = talks.get(said.talk() - 1);
    mustBe(talk.server == null || talk.server.equals(session), talk + " came to two sessions");
    talk.server = session;
    heardAt.put(talk, simulation.clock().nanos());
    talk.up.hasArrived(said);
    return talk;
  }

  /// Returns how long the session of a talk lasted after its last message.
  Duration sinceHeard(Talk talk) {
    return Duration.ofNanos(closedAt.get(talk.server) - heardAt.get(talk));
  }

  void closed(Session session) {
    closedAt.put(session, simulation.clock().nanos());
  }

  void join(Session session) {
    mustBe(group.add(session), "joined twice");
    if (!isGroupRunning) {
      isGroupRunning = true;
      sendToGroup();
    }
  }

  private void sendToGroup() {
    if (group.size() == 0) {
      isGroupRunning = false;
      return;
    }
    group.send(new Said(0, groupMessages++, "all", filler()).text());
    simulation.after(BETWEEN_GROUP_MESSAGES, this::sendToGroup);
  }

  // The run.

  private Server server() throws IOException {
    Server.Builder builder =
        Server.builder()
            .listen(PLAIN)
            .listen(SEALED, own -> own.security(sealed()))
            .listen(BODIES, own -> own.handler(Conversations.handler(this::talk)))
            .loops(random.nextInt(1, 4))
            .framing(framing)
            .limits(
                Limits.defaults()
                    .withMaxOutboxBytes(maxOutboxBytes)
                    .withMaxSessions(2 * (peers + SPARE_PLACES)))
            .sources(SourceLimits.defaults().withMaxLogins(peers + SPARE_PLACES))
            .timeouts(timeouts(IDLE))
            .handler(answering)
            .events(events::add);
    if (hasTls) {
      builder.tls(TestCertificate.server()).listen(TLS);
    }
    datagrams.listen(builder);
    return builder.start();
  }

  static Security sealed() {
    byte[] key = new byte[NamedKey.KEY_LENGTH];
    key[0] = 1;
    return Sealed.with(NamedKey.of("key", key));
  }

  private static Timeouts timeouts(Duration idle) {
    return Timeouts.defaults().withIdle(idle).withFrame(FRAME).withWrite(WRITE);
  }

  private void talk(Conversation conversation) throws IOException, InterruptedException {
    for (Message message : conversation) {
      String answer = answering.answer(conversation.session(), message.text());
      if (answer != null) {
        conversation.send(answer);
      }
    }
  }

  private Connector connector(Security security) throws IOException {
    return Connector.open(
        random.nextInt(1, 3),
        ClientOptions.defaults()
            .withFraming(framing)
            .withSecurity(security)
            .withTls(TestCertificate.client())
            .withTimeouts(timeouts(IDLE.plusSeconds(30))),
        calling);
  }

  void run() throws Exception {
    try (Server server = server();
        Connector plain = connector(Security.none());
        Connector sealed = connector(sealed())) {
      datagrams.open();
      for (int i = 0; i < peers; i++) {
        simulation.after(millis(3_000), () -> begin(plain, sealed));
      }
      boolean isOver =
          simulation.runUntil(
              () ->
                  settled == peers
                      && server.openSessions() + plain.openSessions() + sealed.openSessions() == 0
                      && datagrams.isOver(),
              Duration.ofMinutes(10));
      assertTrue(
          isOver,
          () -> "left open: " + server.sessions() + plain.sessions() + sealed.sessions() + wrong);
      simulation.run(REST);
      check(server);
      checkTotals(server, plain, sealed);
      if (chance(4)) {
        checkPlaces(server);
      }
      datagrams.close();
    }
    assertEquals(List.of(), simulation.contents(), "loops that were not ended");
  }

  private void begin(Connector plain, Connector sealed) {
    try {
      switch (random.nextInt(10)) {
        case 0, 1 -> {
          raw.begin();
          settled++;
        }
        case 2 -> {
          datagrams.begin();
          settled++;
        }
        case 3 -> {
          boolean isSealed = mayCompute();
          call(isSealed ? sealed : plain, isSealed ? SEALED : PLAIN, Plan.values());
        }
        case 4 -> call(plain, hasTls && chance(4) && mayCompute() ? TLS : PLAIN, Plan.values());
        case 5 -> call(plain, BODIES, Plan.OF_BODIES);
        default -> call(plain, PLAIN, Plan.values());
      }
    } catch (IOException e) {
      wrong(e.toString());
      settled++;
    }
  }

  /// Returns true for the first peers of a world, whose handshakes may take milliseconds each.
  boolean mayCompute() {
    return handshakes++ < MAX_HANDSHAKES;
  }

  private void call(Connector connector, String listener, Plan[] plans) {
    Plan plan = plans[random.nextInt(plans.length)];
    // At least one, so that the server knows the talk.
    Talk talk = talk(plan, listener, chance(5), random.nextInt(1, 40));
    var _ =
        connector
            .call(Call.to(listener).withAttachment(talk))
            .thenAccept(outcome -> {
              settled++;
              if (outcome instanceof CallOutcome.Failed failed) {
                failedCalls.add(talk + " " + failed.cause());
              }
            });
  }

  // What must be true.

  private void check(Server server) {
    assertEquals(
        List.of(), events.stream().filter(Event.Defect.class::isInstance).toList(), "defects");
    watch.finish();
    assertEquals(List.of(), wrong);
    assertTrue(answering.isOver() && calling.isOver(), "sessions that were not closed");
    if (!loses) {
      assertEquals(List.of(), failedCalls);
      assertEquals(
          List.of(),
          talks.stream()
              .filter(talk -> talk.client != null)
              .flatMap(talk -> talk.faults(discards).stream())
              .toList());
      raw.check();
    }
    datagrams.check(!loses);
    assertEquals(List.of(), wrong);
    LoopContents nothing = new LoopContents(0, 0, 0);
    assertEquals(
        datagrams.listeners(),
        simulation.contents().stream().mapToInt(LoopContents::links).sum(),
        "links that are left");
    simulation
        .contents()
        .forEach(loop -> assertEquals(nothing, new LoopContents(0, loop.timers(), loop.bytes())));
    assertEquals(0, server.openSessions());
  }

  private void checkTotals(Server server, Connector... connectors) {
    SessionTotals totals = server.totals();
    assertEquals(0, totals.open() + totals.closing() + totals.loggingIn());
    long opened = count(Event.SessionOpened.class);
    mustMatch(opened, count(Event.SessionClosed.class), raw.strangers());
    mustMatch(opened, ended(totals), raw.strangers());
    if (!loses) {
      assertEquals(received + datagrams.received(), totals.traffic().messagesIn());
    }
    long called = 0;
    for (Connector connector : connectors) {
      called += ended(connector.totals());
    }
    long begun = talks.stream().filter(talk -> talk.client != null).count();
    mustMatch(begun, called, 0);
  }

  /// A session that ends during its login is ended, but was never opened.
  ///
  /// @param strangers how many cannot log in
  private void mustMatch(long opened, long ended, int strangers) {
    long refused = ended - opened;
    assertTrue(
        refused >= 0 && (loses || refused <= strangers),
        () -> "opened " + opened + ", ended " + ended + ", strangers " + strangers);
  }

  private static long ended(SessionTotals totals) {
    return totals.ended().values().stream().mapToLong(Long::longValue).sum();
  }

  private long count(Class<? extends Event> type) {
    return events.stream().filter(type::isInstance).count();
  }

  /// As many peers as ever have a place, and not one more: inside, and in their logins. Those in
  /// their logins come first, since none may begin one when all places inside are taken.
  private void checkPlaces(Server server) throws IOException {
    simulation.network(Network.perfect());
    int places = peers + SPARE_PLACES; // the other half is for datagrams
    List<RawPeer> all = new ArrayList<>();
    for (int i = 0; i <= places; i++) {
      all.add(simulation.connect(SEALED));
      simulation.run(Duration.ofMillis(1));
      all.add(raw.connect("here"));
      simulation.run(Duration.ofMillis(1));
      SessionTotals now = server.totals();
      int most = Math.min(i + 1, places);
      assertEquals(most, now.open(), "places inside");
      assertEquals(most, now.loggingIn(), "places of logins");
    }
    all.forEach(RawPeer::close);
    simulation.run(REST);
    assertEquals(0, server.openSessions());
  }
}
