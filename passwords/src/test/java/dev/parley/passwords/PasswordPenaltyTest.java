package dev.parley.passwords;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.PenalisingServer;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests which failures of a password login count against the source address, as `LoginPenaltyTest`
/// does for the other logins; and a source that guesses as fast as it can.
@Timeout(300)
class PasswordPenaltyTest {
  private static final Duration LOGIN = Duration.ofSeconds(1);
  private static final int MANY = 20;
  private static final int GUESSERS = 4;

  private static final Users USERS =
      Users.of(
          Map.of("alice", Verifier.of(Side.password("wonderland"), Side.ENTROPY, Side.ITERATIONS)),
          Side.ENTROPY);

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  private final ManualClock clock = new ManualClock();
  private @Nullable TlsFiles pair;
  private @Nullable Server server;

  @BeforeEach
  void serve() throws IOException {
    pair = PasswordSessionTest.certificate(directory, "server");
    Server.Builder builder =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(Tls.server(List.of(pair)))
            .security(Scram.server(USERS));
    server = PenalisingServer.start(builder, events, clock, LOGIN);
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private Address address() {
    assert server != null;
    return server.address().withHost("localhost");
  }

  private ClientOptions options(Security security) throws IOException {
    assert pair != null;
    return ClientOptions.defaults()
        .withTls(Tls.client().withAuthorities(pair.certificate()))
        .withSecurity(security);
  }

  private ClientOptions login(String name, String password) throws IOException {
    return options(Scram.client(name, Side.password(password)));
  }

  // The kinds of failure.

  /// One attempt.
  interface Attempt {
    void make(PasswordPenaltyTest test) throws Exception;
  }

  record Way(String what, int seconds, Attempt attempt) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Way> ways() {
    String first = "p=tls-exporter,,n=alice,r=abcdefghijkl";
    return List.of(
        new Way("wrong password", 5, test -> test.refuse(test.login("alice", "looking-glass"))),
        new Way("unknown name", 5, test -> test.refuse(test.login("bob", "wonderland"))),
        new Way("nonsense", 0, test -> test.say(false, "what is this")),
        new Way("web browser", 0, test -> test.say(false, "GET / HTTP/1.1\r")),
        new Way("another binding", 0, test -> test.say(false, "n,,n=alice,r=abcdefghijkl")),
        new Way("no proof", 0, test -> test.say(false, first, "c=")),
        new Way("left at once", 0, test -> test.say(true)),
        new Way("left before its proof", 0, test -> test.say(true, first)),
        new Way("no proof in time", 0, test -> test.waitOut(first)),
        new Way(
            "does not believe the server",
            0,
            test -> test.refuse(ClientOptions.defaults().withTls(Tls.client()))));
  }

  private void refuse(ClientOptions options) {
    assertThrows(IOException.class, () -> Client.connect(address(), options).close());
  }

  /// Sends these lines and reads the answer to each; then closes, or waits for the end.
  private void say(boolean leaves, String... lines) throws Exception {
    try (Client client = Client.connect(address(), options(Security.none()))) {
      assertEquals("Parley scram 1 SCRAM-SHA-256-PLUS", client.receive().text());
      for (String line : lines) {
        client.send(line);
        var _ = client.receive();
      }
      if (!leaves) {
        assertNull(client.receive());
      }
    }
  }

  private void waitOut(String line) throws Exception {
    try (Client client = Client.connect(address(), options(Security.none()))) {
      assertNotNull(client.receive());
      client.send(line);
      assertNotNull(client.receive());
      clock.advance(LOGIN);
      assertNull(client.receive());
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aSourceIsRefusedAfterAsManyAttemptsAsMakeFifteenSeconds(Way way) throws Exception {
    int served = way.seconds == 0 ? MANY : (15 + way.seconds - 1) / way.seconds;
    for (int attempt = 1; attempt <= served; attempt++) {
      way.attempt.make(this);
      Event.SessionClosed end =
          events.await(Event.SessionClosed.class, _ -> true, attempt).getLast();
      assertEquals(List.of(), events.all(Event.PeerRefused.class), end::toString);
    }
    if (way.seconds == 0) {
      Client.connect(address(), login("alice", "wonderland")).close();
    } else {
      refuse(login("alice", "wonderland"));
      String why = events.await(Event.PeerRefused.class).why();
      assertTrue(why.contains("penalty"), why);
    }
  }

  // A source that guesses as fast as it can.

  private static InetSocketAddress from(int host) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), 0);
  }

  private long guesses() {
    return events.all(Event.SessionClosed.class).stream()
        .filter(end -> end.peer().startsWith("127.0.0.2:"))
        .filter(end -> end.reason() == CloseReason.LOGIN_REFUSED)
        .count();
  }

  private static boolean connects(Connector connector, Address address, int host) {
    try {
      connector.connect(address, from(host)).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void oneThatGuessesAsFastAsItCanHasAFewTriesAndNobodyElseWaitsForIt() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger attempts = new AtomicInteger();
    List<Thread> guessers = new ArrayList<>();
    Handler nothing = Conversations.handler(_ -> {});
    try (Connector guessing = Connector.open(1, login("alice", "looking-glass"), nothing);
        Connector honest = Connector.open(1, login("alice", "wonderland"), nothing)) {
      for (int i = 0; i < GUESSERS; i++) {
        guessers.add(
            Thread.ofVirtual()
                .start(() -> {
                  while (!isOver.get()) {
                    attempts.incrementAndGet();
                    assertTrue(!connects(guessing, address(), 2), "guessed right");
                  }
                }));
      }
      assertTrue(connects(honest, address(), 3), "before the penalty");
      String why = events.await(Event.PeerRefused.class).why();
      assertTrue(why.contains("penalty"), why);
      int before = attempts.get();
      for (int i = 0; i < 20; i++) {
        assertTrue(connects(honest, address(), 3), "while it is kept out");
      }
      assertTrue(attempts.get() > before, "nobody was there to disturb");
      isOver.set(true);
      for (Thread guesser : guessers) {
        guesser.join();
      }
    }
    // Logins in progress at the third failure are still judged; after it nobody gets a handshake.
    assertTrue(guesses() >= 3 && guesses() < 3 + GUESSERS, () -> guesses() + " guesses");
    assertTrue(attempts.get() > guesses());
  }
}
