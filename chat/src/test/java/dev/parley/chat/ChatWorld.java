package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.Server;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.history.Page;
import dev.parley.frame.Message;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.simulation.Network;
import dev.parley.simulation.RawPeer;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A chat server with members of all kinds, over networks and disks of all kinds, and a checker of
/// what each of them has seen: all that was acknowledged is in the log once, all have one order,
/// and nobody lacks anything without having been told.
final class ChatWorld {
  private static final String STREAM = "memory:chat";
  private static final String DATAGRAM = "memory-udp:chat";

  private final Simulation simulation;
  private final RandomGenerator random;
  private final int members;
  private final List<Talker> talkers = new ArrayList<>();
  private final List<RawPeer> careless = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<Event> defects = new ArrayList<>();
  private final JumpingClock clock;

  /// What outlasts the server.
  private final MemoryHistory kept;

  private final FlakyHistory flaky;

  /// That of the server that runs; null if it is not one that is killed.
  private @Nullable CrashingHistory crashing;

  private final boolean isKilled;
  private int kills;

  ChatWorld(Simulation simulation, int members) {
    this.simulation = simulation;
    this.random = simulation.random();
    this.members = members;
    this.clock = new JumpingClock(simulation.clock());
    this.kept = new MemoryHistory(1_000_000, clock);
    Duration delay = Duration.ofMillis(random.nextInt(4) == 0 ? 500 : 5);
    this.flaky = new FlakyHistory(simulation, kept, delay);
    this.isKilled = random.nextBoolean();
  }

  /// Returns the history for another life of the server.
  private History history() {
    if (!isKilled) {
      return flaky;
    }
    CrashingHistory next =
        new CrashingHistory(
            simulation,
            kept,
            CrashingHistory.Step.values()[random.nextInt(3)],
            1 + random.nextInt(random.nextInt(4) == 0 ? 3 : 80),
            Duration.ofMillis(random.nextInt(4) == 0 ? 20 : 2));
    crashing = next;
    return next;
  }

  private Network network() {
    Network network = random.nextBoolean() ? Network.slow() : Network.perfect();
    if (random.nextInt(3) > 0) {
      network = network.withReset(0.000_5).withVanish(0.000_1);
    }
    return random.nextInt(3) > 0
        ? network
            .withLoss(0.3)
            .withDuplicate(0.05)
            .withRebind(0.002)
            .withMaxDelay(Duration.ofMillis(100))
        : network;
  }

  private ChatServer chat() {
    return ChatServer.builder()
        .history(history())
        .settings(
            ChatSettings.defaults()
                .withLimits(
                    ChatLimits.defaults()
                        .withRate(50, 20)
                        .withPages(100, 20 + random.nextInt(200))))
        .clock(clock)
        .build();
  }

  private Server server() throws IOException {
    return Server.builder()
        .listen(STREAM)
        .listen(DATAGRAM)
        .loops(random.nextInt(1, 3))
        .timeouts(ChatServer.timeouts(Timeouts.defaults()))
        .events(this::note)
        .handler(chat())
        .start();
  }

  private void note(Event event) {
    if (event instanceof Event.Defect || event instanceof Event.HandlerFailed) {
      defects.add(event);
    }
  }

  private static final class Clients implements Handler {
    @Override
    public void opened(Session session) {
      of(session).opened(session);
    }

    @Override
    public void received(Session session, Message message) {
      of(session).received(message);
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      of(session).closed();
    }

    private static Talker of(Session session) {
      return (Talker) session.attachment();
    }
  }

  void run() throws Exception {
    simulation.network(network());
    flaky.faultsOfThousand = random.nextInt(3) == 0 ? 20 : 0;
    try (Connector connector =
        Connector.open(
            1,
            ClientOptions.defaults()
                .withTimeouts(Timeouts.defaults().withIdle(Duration.ofSeconds(80))),
            new Clients())) {
      Server server = server();
      for (int i = 0; i < members; i++) {
        begin(connector, i);
      }
      if (random.nextInt(2) == 0) {
        outage();
      }
      if (random.nextInt(3) == 0) {
        simulation.run(Duration.ofSeconds(10));
        server.close();
        simulation.run(Duration.ofSeconds(1));
        server = server();
      }
      if (random.nextInt(3) == 0) {
        setCalendar();
      }
      server = live(server, Duration.ofSeconds(20));
      simulation.network(Network.perfect());
      flaky.faultsOfThousand = 0;
      boolean isSettled = simulation.runUntil(this::isSettled, Duration.ofMinutes(5));
      check();
      assertTrue(isSettled, () -> "of " + end() + ": " + talkers);
      talkers.forEach(Talker::done);
      careless.forEach(RawPeer::close);
      simulation.run(Duration.ofMinutes(7)); // datagram sessions end by their timeout
      // In memory nothing asks whether a peer that has vanished, and need not answer, is there.
      assertTrue(server.openSessions() <= careless.size(), () -> "left: " + talkers);
      assertEquals(List.of(), defects);
      server.close();
    }
  }

  /// Lets this time pass. A server that is killed is started anew.
  private Server live(Server first, Duration time) throws Exception {
    Server server = first;
    Duration end = simulation.elapsed().plus(time);
    CrashingHistory own = crashing;
    while (own != null && simulation.runUntil(own::isKilled, end.minus(simulation.elapsed()))) {
      kills++;
      server.close();
      simulation.run(Duration.ofMillis(random.nextInt(2_000)));
      server = server();
      own = crashing;
      if (simulation.elapsed().compareTo(end) >= 0) {
        break;
      }
    }
    if (own != null) {
      own.spare();
    } else {
      simulation.run(time);
    }
    return server;
  }

  private void setCalendar() {
    for (int i = 0; i < 4; i++) {
      Duration hour = Duration.ofHours(random.nextBoolean() ? 1 : -1);
      simulation.after(Duration.ofMillis(random.nextInt(20_000)), () -> clock.jump(hour));
    }
  }

  private void outage() {
    simulation.after(
        Duration.ofMillis(random.nextInt(10_000)),
        () -> {
          flaky.isFull = true;
          simulation.after(Duration.ofSeconds(3), () -> flaky.isFull = false);
        });
  }

  private void begin(Connector connector, int number) {
    simulation.after(
        Duration.ofMillis(random.nextInt(8_000)),
        () -> {
          if (random.nextInt(5) == 0) {
            beginCareless();
            return;
          }
          boolean isDatagram = random.nextInt(4) == 0;
          Talker talker =
              new Talker(
                  simulation, connector, isDatagram ? DATAGRAM : STREAM, "talker" + number, wrong);
          talkers.add(talker);
          talker.begin();
          int count = random.nextInt(20);
          for (int i = 0; i < count; i++) {
            int text = i;
            simulation.after(Duration.ofMillis(random.nextInt(12_000)), () -> talker.say(text));
          }
        });
  }

  /// Somebody who speaks plain text, and ends as people and their programs do.
  private void beginCareless() {
    try {
      RawPeer peer = simulation.connect(STREAM).send("plain 你好\n\n/help\n{\"kind\":\n");
      careless.add(peer);
      simulation.after(
          Duration.ofMillis(random.nextInt(10_000)),
          () -> {
            switch (random.nextInt(5)) {
              case 0 -> peer.endOutput();
              case 1 -> peer.reset();
              case 2 -> peer.vanish();
              case 3 -> peer.pauseReading();
              default -> peer.send("half a li");
            }
          });
    } catch (IOException e) {
      // the server is being started anew
    }
  }

  private long end() {
    return kept.rooms().stream()
        .filter(log -> log.room().equals(Talker.ROOM))
        .mapToLong(log -> log.last())
        .sum();
  }

  private boolean isSettled() {
    long end = end();
    return talkers.stream().allMatch(talker -> talker.isSettled(end));
  }

  // What must be true.

  private void check() {
    assertEquals(List.of(), wrong);
    assertEquals(List.of(), defects);
    TreeMap<Long, String> order = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    for (Talker talker : talkers) {
      for (Map.Entry<Long, String> one : talker.log.entrySet()) {
        String before = order.putIfAbsent(one.getKey(), one.getValue());
        assertTrue(
            before == null || before.equals(one.getValue()),
            () -> "two orders at " + one.getKey() + " of " + talker);
        boolean _ = before == null && !ids.add(one.getValue()) && wrong.add("twice: " + one);
      }
    }
    assertEquals(List.of(), wrong);
    Map<Long, String> log = log();
    order.forEach((seq, id) -> assertEquals(id, log.get(seq), "what was shown is in the log"));
    for (Talker talker : talkers) {
      talker.acked.forEach((id, seq) -> assertEquals(id, log.get(seq), talker.toString()));
    }
  }

  /// Returns the ids of all that was kept, by place, each of them once.
  private Map<Long, String> log() {
    Map<Long, String> log = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    if (end() > 0) {
      kept.after(
          Talker.ROOM,
          0,
          1_000_000,
          new History.Reply<>() {
            @Override
            public void done(Page page) {
              for (Entry entry : page.entries()) {
                assertEquals(log.size() + 1, entry.seq());
                log.put(entry.seq(), entry.id());
                assertTrue(ids.add(entry.id()), () -> "kept twice: " + entry);
              }
            }

            @Override
            public void failed(HistoryFault fault) {
              throw new AssertionError(fault);
            }
          });
    }
    return log;
  }
}
