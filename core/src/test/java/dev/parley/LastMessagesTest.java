package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.Limits;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Peers that end right after sending a lot, to a server that pauses meanwhile: everything is
/// received, in order, and each message once.
class LastMessagesTest {
  private static final int SESSIONS = 6;
  private static final String AGAIN = "again";

  private static final Security SEALED = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
  private static final Security HMAC = Hmac.with(HmacAlgorithm.SHA256, Secret.of(new byte[32]));

  /// The layer between the socket and the framing.
  enum Below {
    NOTHING,
    SEALED,
    HMAC,
    TLS,
    SEALED_IN_TLS,
    HMAC_IN_TLS;

    boolean isTls() {
      return this == TLS || this == SEALED_IN_TLS || this == HMAC_IN_TLS;
    }

    Security security() {
      return switch (this) {
        case NOTHING, TLS -> Security.none();
        case SEALED, SEALED_IN_TLS -> LastMessagesTest.SEALED;
        case HMAC, HMAC_IN_TLS -> LastMessagesTest.HMAC;
      };
    }
  }

  /// The cause of the pause.
  enum Pause {
    RATE,
    HANDLER,
    OUTBOX
  }

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  private Authority authority;

  @BeforeEach
  void makeAuthority() throws Exception {
    authority = new Authority(directory, "test-ca");
  }

  private static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Below below : Below.values()) {
      for (String framing : List.of("length:4be", "line")) {
        for (Pause pause : Pause.values()) {
          cases.add(Arguments.of(below, framing, pause));
        }
      }
    }
    for (Pause pause : Pause.values()) {
      cases.add(Arguments.of(Below.NOTHING, "ready", pause));
      cases.add(Arguments.of(Below.TLS, "ready", pause));
    }
    return cases;
  }

  /// Records what each session sends. A session that sends `again` is answered, and a message is
  /// sent to all others: so the loop writes to them at all times, including between a pause and its
  /// end.
  private static final class Hearing implements Handler {
    final ConcurrentHashMap<Session, List<String>> heard = new ConcurrentHashMap<>();
    private final Pause pause;
    private final boolean isReady;

    Hearing(Pause pause, boolean isReady) {
      this.pause = pause;
      this.isReady = isReady;
    }

    @Override
    public void received(Session session, Message message) {
      if (message.text().equals(AGAIN)) {
        if (!isReady) { // otherwise anything but an answer would hide the word
          heard.keySet().forEach(each -> each.offer(message));
        }
        session.send(message);
        return;
      }
      List<String> all = heard.computeIfAbsent(session, _ -> new ArrayList<>());
      all.add(message.text());
      if (pause == Pause.HANDLER && all.size() % 50 == 0) {
        session.pauseReading();
        Thread _ = Thread.ofVirtual().start(session::resumeReading);
      } else if (pause == Pause.OUTBOX && !isReady) {
        session.send("x".repeat(200));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Timeout(300)
  void everyMessageBeforeTheEndIsHeard(Below below, String framing, Pause pause) throws Exception {
    boolean isReady = framing.equals("ready");
    int count = isReady ? 300 : 3_000; // a round trip for each
    Hearing hearing = new Hearing(pause, isReady);
    try (Server server = start(below, framing, hearing, count * 2 / 3);
        Client talker = call(server, below, framing)) {
      Thread talking = Thread.ofPlatform().start(() -> talkOn(talker));
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        Client client = call(server, below, framing);
        clients.add(Thread.ofPlatform().start(() -> say(client, count)));
      }
      for (Event.SessionClosed end : events.await(Event.SessionClosed.class, _ -> true, SESSIONS)) {
        assertEquals(CloseReason.PEER_CLOSED, end.reason(), end.detail());
      }
      List<String> said = IntStream.range(0, count).mapToObj(i -> "message " + i).toList();
      assertEquals(SESSIONS, hearing.heard.size());
      for (List<String> heard : hearing.heard.values()) {
        assertEquals(said, heard);
      }
      for (Thread client : clients) {
        assertTrue(client.join(Wait.TIME));
      }
      talker.session().abort();
      assertTrue(talking.join(Wait.TIME));
    }
  }

  private Client call(Server server, Below below, String framing) throws Exception {
    return Client.connect(server.address().withHost("localhost"), options(below, framing));
  }

  /// An answer that must wait for `ready` is lost when the peer ends.
  private static Framing replies(String framing) {
    return Framing.parse(framing.equals("ready") ? "line" : framing);
  }

  private Server start(Below below, String framing, Hearing hearing, int rate) throws Exception {
    Limits limits = Limits.defaults();
    if (hearing.pause == Pause.RATE) {
      limits = limits.withMessagesPerSecond(rate);
    }
    Server.Builder builder =
        Server.builder()
            .listen((below.isTls() ? "tls" : "tcp") + "://127.0.0.1:0")
            .framing(Framing.parse(framing))
            .replyFraming(replies(framing))
            .security(below.security())
            .limits(limits)
            .handler(hearing)
            .events(events)
            .loops(1);
    if (below.isTls()) {
      builder.tls(Tls.server(List.of(authority.sign("server", "localhost"))));
    }
    return builder.start();
  }

  private ClientOptions options(Below below, String framing) throws Exception {
    ClientOptions options =
        ClientOptions.defaults()
            .withFraming(Framing.parse(framing))
            .withReplyFraming(replies(framing))
            .withSecurity(below.security());
    return below.isTls()
        ? options.withTls(Tls.client().withAuthorities(authority.file()))
        : options;
  }

  private static void talkOn(Client talker) {
    try {
      while (true) {
        talker.send(AGAIN);
        Message _ = talker.receive();
      }
    } catch (SessionClosedException e) {
      // Enough was received.
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Sends everything and ends at once.
  private static void say(Client client, int count) {
    try (client) {
      for (int i = 0; i < count; i++) {
        client.send("message " + i);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
