package dev.parley.internal.simulation;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Call;
import dev.parley.CallOutcome;
import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.SessionGroup;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What runs on a simulated host: all of the library over memory, one step at a time.
class SimulatedHostTest {
  private static final Conditions PLAIN = Conditions.perfect(1 << 18);
  private static final Conditions ROUGH =
      new Conditions(50_000_000, 0.5, 5, 300, 0, 0, false, 0, 0, 0);
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  private final SimulatedHost host = new SimulatedHost(1, PLAIN);
  private final List<Event> events = new ArrayList<>();

  @AfterEach
  void close() {
    host.close();
  }

  private Server.Builder builder() {
    return Server.builder().listen("memory:server").framing(Framing.length()).events(events::add);
  }

  private static ClientOptions options() {
    return ClientOptions.defaults().withFraming(Framing.length());
  }

  private static Handler echo() {
    return Handler.reply(Message::text);
  }

  @Test
  void aClientTalksWithAServerOnOneThread() throws Exception {
    host.become(ROUGH);
    host.call(() -> {
      Server _ = builder().handler(echo()).start();
      Client client = Client.connect("memory:server", options());
      for (String text : List.of("你好", "", "x".repeat(5_000))) {
        client.send(text);
        assertEquals(text, client.receive().text());
      }
      client.endOutput();
      assertNull(client.receive());
      client.close();
      assertTrue(client.end().isAllSent());
      return null;
    });
  }

  @Test
  void loopsForVirtualThreadsAreSteppedLikeOthers() throws Exception {
    host.call(() -> {
      Handler naming =
          Handler.reply(message -> message.text() + Thread.currentThread().isVirtual());
      Server server = builder().virtualLoops(true).handler(naming).start();
      Client client = Client.connect("memory:server", options());
      client.send("你好 ");
      assertEquals("你好 false", client.receive().text());
      server.close();
      assertEquals(0, server.openSessions());
      return null;
    });
  }

  @Test
  void aWaitTakesTheTimeOfTheClockAndNoOther() throws Exception {
    host.call(() -> {
      Server _ = builder().handler(echo()).start();
      Client client = Client.connect("memory:server", options());
      long before = host.elapsed();
      assertThrows(SocketTimeoutException.class, () -> client.receive(Duration.ofSeconds(30)));
      assertEquals(TimeUnit.SECONDS.toNanos(30), host.elapsed() - before);
      return null;
    });
  }

  @Test
  void conversationsAndCallsThatDoNotBlockRunToo() throws Exception {
    host.call(() -> {
      Server server =
          builder()
              .handler(
                  Conversations.handler(talk -> {
                    for (Message message : talk) {
                      talk.send("1 " + message.text());
                      talk.send("2 " + message.text());
                    }
                  }))
              .start();
      List<String> answers = new ArrayList<>();
      Connector connector =
          Connector.open(1, options(), (_, message) -> answers.add(message.text()));
      CompletableFuture<CallOutcome> call = connector.call(Call.to("memory:server"));
      assertTrue(host.runUntil(call::isDone, LONG));
      Session session = assertInstanceOf(CallOutcome.Connected.class, call.join()).session();
      session.send("hello");
      assertTrue(host.runUntil(() -> answers.size() == 2, LONG));
      assertEquals(List.of("1 hello", "2 hello"), answers);
      assertTrue(connector.shutdown(Duration.ofSeconds(5)));
      assertTrue(server.shutdown(Duration.ofSeconds(5)));
      return null;
    });
  }

  @Test
  void conversationsChangeToTlsAndChangeTheirFraming(@TempDir Path directory) throws Exception {
    Authority authority = new Authority(directory, "test-ca");
    TlsServer own = Tls.server(List.of(authority.sign("server", "server")));
    TlsClient trusting = Tls.client().withAuthorities(authority.file());
    host.call(() -> {
      Server _ =
          Server.builder()
              .listen("memory:server")
              .tls(own)
              .handler(
                  Conversations.handlerOnDemand(talk -> {
                    assertEquals("starttls", requireNonNull(talk.receive()).text());
                    talk.send("go");
                    talk.secure();
                    int length = Integer.parseInt(requireNonNull(talk.receive()).text());
                    talk.reframe(Framing.fixed(length), Framing.line());
                    talk.send(requireNonNull(talk.receive()).text());
                  }))
              .start();
      Client client =
          Client.connectOnDemand("memory:server", ClientOptions.defaults().withTls(trusting));
      client.send("starttls");
      assertEquals("go", client.receive().text());
      client.secure();
      client.send("6");
      client.reframe(Framing.line(), Framing.fixed(6));
      client.send("你好");
      assertEquals("你好", client.receive().text());
      return null;
    });
  }

  @Test
  void aRawPeerSendsAnyBytesAndVanishes() throws Exception {
    host.call(() -> {
      Server server = builder().framing(Framing.line()).handler(echo()).start();
      SimulatedPeer peer = host.connect("server");
      peer.send("你好\nrest".getBytes(StandardCharsets.UTF_8));
      assertTrue(host.runUntil(() -> peer.received().length == 7, LONG));
      assertArrayEquals("你好\n".getBytes(StandardCharsets.UTF_8), peer.received());
      peer.vanish();
      assertFalse(host.runUntil(() -> server.openSessions() == 0, TimeUnit.SECONDS.toNanos(9)));
      assertTrue(host.runUntil(() -> server.openSessions() == 0, LONG));
      assertEquals(List.of(CloseReason.FRAME_TIMEOUT), reasons());
      return null;
    });
  }

  private List<CloseReason> reasons() {
    return events.stream()
        .flatMap(event ->
            event instanceof Event.SessionClosed closed
                ? Stream.of(closed.reason())
                : Stream.empty())
        .toList();
  }

  @Test
  void theSameSeedTakesTheSameWay() throws Exception {
    List<Long> digests = new ArrayList<>();
    for (long seed : new long[] {7, 7, 8}) {
      try (SimulatedHost own = new SimulatedHost(seed, ROUGH)) {
        digests.add(own.call(() -> talked(own)));
      }
    }
    assertEquals(digests.get(0), digests.get(1));
    assertFalse(digests.get(1).equals(digests.get(2)));
  }

  private long talked(SimulatedHost own) throws IOException, InterruptedException {
    Server server = builder().loops(3).handler(echo()).start();
    Connector connector =
        Connector.open(
            2, options(), (session, message) -> own.trace(session.id() + message.text()));
    for (int i = 0; i < 20; i++) {
      Session session = connector.connect("memory:server");
      session.send("hello " + i);
      session.send("x".repeat(i * 100));
    }
    boolean _ = own.runUntil(() -> false, TimeUnit.SECONDS.toNanos(5));
    boolean _ = server.shutdown(Duration.ofSeconds(5));
    connector.close();
    assertEquals(20, server.totals().ended().values().stream().mapToLong(Long::longValue).sum());
    return own.digest();
  }

  @Test
  void theSameSeedReachesTheSessionsOfAHashTableAndOfAGroupInTheSameOrder() throws Exception {
    List<Long> digests = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (SimulatedHost own = new SimulatedHost(7, ROUGH)) {
        digests.add(own.call(() -> toldToMany(own)));
      }
    }
    assertEquals(digests.get(0), digests.get(1));
  }

  private long toldToMany(SimulatedHost own) throws IOException {
    SessionGroup group = new SessionGroup();
    Set<Session> all = new HashSet<>();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            group.add(session);
            all.add(session);
          }

          @Override
          public void received(Session session, Message message) {}
        };
    Server _ = builder().loops(3).handler(handler).start();
    for (int i = 0; i < 20; i++) {
      SimulatedPeer _ = own.connect("server");
    }
    assertTrue(own.runUntil(() -> group.size() == 20, LONG));
    group.send("to the group");
    all.forEach(session -> session.send("to each"));
    boolean _ = own.runUntil(() -> false, TimeUnit.SECONDS.toNanos(5));
    return own.digest();
  }

  @Test
  void aHandlerCannotWait() throws Exception {
    host.call(() -> {
      List<Throwable> thrown = new ArrayList<>();
      Server _ =
          builder()
              .handler((_, _) -> {
                try {
                  Client _ = Client.connect("memory:server", options());
                } catch (IllegalStateException | IOException e) {
                  thrown.add(e);
                }
              })
              .start();
      Client client = Client.connect("memory:server", options());
      client.send("hello");
      assertTrue(host.runUntil(() -> !thrown.isEmpty(), LONG));
      assertInstanceOf(IllegalStateException.class, thrown.getFirst());
      return null;
    });
  }

  @Test
  void thereIsNoNetworkOfTheSystem() throws Exception {
    host.call(() -> {
      Server.Builder server = Server.builder().listen("tcp://127.0.0.1:0").handler(echo());
      assertThrows(IllegalStateException.class, server::start);
      return null;
    });
  }
}
