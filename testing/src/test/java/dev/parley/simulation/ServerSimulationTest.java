package dev.parley.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.parley.Call;
import dev.parley.CallOutcome;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionTotals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A whole server with peers of all kinds, over networks of all kinds, for many seeds.
///
/// Clients number their messages, and the server answers each with itself. Whatever the network,
/// the handlers and the raw peers do: answers come once and in order, every session ends exactly
/// once, the totals add up, nothing is left, and nothing is our own defect.
class ServerSimulationTest {
  private static final Framing[] FRAMINGS = {
    Framing.line(), Framing.length(), Framing.netstring(), Framing.delimiter(new byte[] {0, 1})
  };

  @Test
  void whateverHappensNothingIsLostTwiceOrLeft() {
    Simulation.seeds(150, simulation -> new World(simulation, 40).run());
  }

  @Test
  @Tag("siege")
  void thousandsOfSeedsWithHundredsOfPeers() {
    Simulation.seeds(3_000, simulation -> new World(simulation, 300).run());
  }

  /// One run. Confined to the simulation.
  private static final class World {
    private final Simulation simulation;
    private final RandomGenerator random;
    private final boolean loses;
    private final int peers;
    private final Framing framing;
    private final List<Event> events = new ArrayList<>();
    private final Map<Session, Talk> talks = new HashMap<>();
    private final Set<Long> openAtServer = new HashSet<>();

    /// By the id of the client's session, which each of its messages begins with.
    private final Map<Long, Session> servers = new HashMap<>();

    private final Map<Session, CloseReason> ends = new HashMap<>();
    private long receivedByServer;
    private long complete;

    /// What was wrong. Not thrown in handlers, where it would end a session and nothing else.
    private final List<String> wrong = new ArrayList<>();

    /// The sessions of the server that its handler has ended on its own.
    private final Set<Session> endedByHandler = new HashSet<>();

    /// For each raw peer that sends whole messages and then resets: how many, and how many came.
    private final Map<String, Integer> lastWords = new HashMap<>();

    private final Map<String, Integer> lastWordsReceived = new HashMap<>();

    World(Simulation simulation, int peers) {
      this.simulation = simulation;
      this.random = simulation.random();
      this.peers = peers;
      this.framing = FRAMINGS[random.nextInt(FRAMINGS.length)];
      this.loses = random.nextBoolean();
      simulation.network(
          new Network(
              Duration.ofMillis(random.nextInt(loses ? 200 : 50)),
              random.nextDouble() / 2,
              loses ? random.nextInt(20, 500) : 500, // less would be slower than the write rate
              random.nextInt(500, 5_000),
              loses ? random.nextDouble() / 100 : 0,
              loses ? random.nextDouble() / 100 : 0,
              false,
              0,
              0,
              0));
    }

    void run() throws Exception {
      Server server =
          Server.builder()
              .listen("memory:server")
              .loops(random.nextInt(1, 4))
              .framing(framing)
              .limits(Limits.defaults().withMaxOutboxBytes(random.nextInt(20_000, 50_000)))
              .timeouts(Timeouts.defaults().withIdle(Duration.ofSeconds(60)))
              .handler(new Echo())
              .events(events::add)
              .start();
      Connector connector =
          Connector.open(
              random.nextInt(1, 3),
              ClientOptions.defaults()
                  .withFraming(framing)
                  .withTimeouts(Timeouts.defaults().withIdle(Duration.ofSeconds(90))),
              new Caller());
      for (int i = 0; i < peers; i++) {
        if (random.nextInt(4) == 0) {
          trouble(simulation.connect(server.address()));
        } else {
          call(connector);
        }
      }
      boolean isOver =
          simulation.runUntil(
              () -> talks.size() > 0 && server.openSessions() + connector.openSessions() == 0,
              Duration.ofMinutes(10));
      assertTrue(isOver, () -> "left open: " + server.sessions() + connector.sessions());
      check(server, connector);
      connector.close();
      server.close();
    }

    private void call(Connector connector) {
      var _ =
          connector
              .call(Call.to("memory:server"))
              .thenAccept(outcome -> {
                if (outcome instanceof CallOutcome.Connected(Session session)) {
                  simulation.note("connected " + session.id());
                }
              });
    }

    /// A peer that no honest program is.
    private void trouble(RawPeer peer) throws IOException {
      peer.send(bytes(random.nextInt(300)));
      switch (random.nextInt(8)) {
        case 0 -> peer.endOutput();
        case 1 -> sayLastWords(simulation.connect("memory:server"));
        case 6 -> peer.reset();
        case 2 -> peer.close();
        case 3 -> peer.vanish();
        case 4 -> peer.pauseReading().send("12345678901234567890\n".repeat(500));
        default ->
            simulation.after(Duration.ofMillis(random.nextInt(20_000)), () -> peer.send("\n"));
      }
    }

    /// Sends whole messages, and resets the connection behind them.
    private void sayLastWords(RawPeer peer) {
      if (!framing.equals(Framing.line())) {
        peer.close();
        return;
      }
      String name = "last words " + lastWords.size();
      int count = random.nextInt(1, 20);
      lastWords.put(name, count);
      peer.send((name + "\n").repeat(count));
      simulation.after(Duration.ofMillis(1 + random.nextInt(100)), peer::reset);
    }

    private byte[] bytes(int count) {
      byte[] bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    }

    private void check(Server server, Connector connector) {
      assertEquals(
          List.of(), events.stream().filter(Event.Defect.class::isInstance).toList(), "defects");
      assertEquals(List.of(), wrong);
      assertEquals(Set.of(), openAtServer);
      SessionTotals totals = server.totals();
      assertEquals(0, totals.open() + totals.closing() + totals.loggingIn());
      long opened = count(Event.SessionOpened.class);
      assertEquals(opened, count(Event.SessionClosed.class));
      assertEquals(opened, totals.ended().values().stream().mapToLong(Long::longValue).sum());
      assertEquals(receivedByServer, totals.traffic().messagesIn());
      SessionTotals called = connector.totals();
      assertEquals(talks.size(), called.ended().values().stream().mapToLong(Long::longValue).sum());
      talks.values().forEach(Talk::check);
      assertTrue(loses || complete > 0, "no talk went well");
      if (!loses) {
        assertEquals(lastWords, lastWordsReceived, "messages that came before a reset");
      }
    }

    private void mustBe(boolean isSo, String what) {
      if (!isSo) {
        wrong.add(what);
      }
    }

    private long count(Class<? extends Event> type) {
      return events.stream().filter(type::isInstance).count();
    }

    /// Answers with what it receives. Sometimes throws, pauses, closes, or aborts.
    private final class Echo implements Handler {
      @Override
      public void opened(Session session) {
        mustBe(openAtServer.add(session.id()), "opened twice");
      }

      @Override
      public void received(Session session, Message message) {
        receivedByServer++;
        String text = message.text();
        if (text.startsWith("#")) {
          servers.put(Long.valueOf(text.substring(1, text.indexOf(' '))), session);
        }
        if (lastWords.containsKey(text)) {
          int _ = lastWordsReceived.merge(text, 1, Integer::sum);
          return;
        }
        int choice = random.nextInt(400);
        if (choice < 3) {
          endedByHandler.add(session);
        }
        switch (choice) {
          case 0 -> throw new IllegalStateException("a fault of this handler");
          case 1 -> session.close();
          case 2 -> session.abort();
          case 3, 4, 5, 6, 7, 8 -> {
            session.pauseReading();
            var _ = session.after(Duration.ofMillis(random.nextInt(3_000)), session::resumeReading);
            session.send(message);
          }
          default -> session.send(message);
        }
      }

      @Override
      public void closed(Session session, CloseReason reason) {
        mustBe(openAtServer.remove(session.id()), "closed twice, or never opened");
        ends.put(session, reason);
      }
    }

    /// Sends numbers, a few at a time, and half-closes after the last.
    private final class Caller implements Handler {
      @Override
      public void opened(Session session) {
        Talk talk = new Talk(session, random.nextInt(60));
        mustBe(talks.put(session, talk) == null, "opened twice");
        talk.goOn();
      }

      @Override
      public void received(Session session, Message message) {
        talks.get(session).received(message.text());
      }

      @Override
      public void closed(Session session, CloseReason reason) {
        talks.get(session).closed(reason);
      }
    }

    /// What one client has sent and received.
    private final class Talk {
      private final Session session;
      private final int count;
      private final List<String> sent = new ArrayList<>();
      private int answers;
      private CloseReason reason;

      Talk(Session session, int count) {
        this.session = session;
        this.count = count;
      }

      void goOn() {
        for (int i = random.nextInt(1, 20); i > 0 && sent.size() < count; i--) {
          String text =
              "#" + session.id() + " " + sent.size() + " 你好 " + "x".repeat(random.nextInt(100));
          sent.add(text);
          session.send(text);
        }
        if (sent.size() < count) {
          var _ = session.after(Duration.ofMillis(random.nextInt(2_000)), this::goOn);
        } else {
          session.endOutput();
        }
      }

      void received(String text) {
        mustBe(
            answers < sent.size() && sent.get(answers).equals(text),
            "answer " + answers + " of " + session + " is " + text);
        answers++;
      }

      void closed(CloseReason why) {
        mustBe(reason == null, "closed twice");
        reason = why;
      }

      void check() {
        assertTrue(reason != null, "never closed");
        Session server = servers.get(session.id());
        boolean isWhole =
            reason == CloseReason.PEER_CLOSED
                && server != null
                && ends.get(server) == CloseReason.PEER_CLOSED;
        if (isWhole) {
          assertEquals(count, answers, "both ends say that all is well");
          complete++;
        } else if (!loses && count > 0 && !endedByHandler.contains(server)) {
          fail(
              "nothing was lost, and still "
                  + session
                  + " ended with "
                  + reason
                  + ", at the server "
                  + ends.get(server));
        }
      }
    }
  }
}
