package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.prelude.Prelude;
import dev.parley.problem.HasProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.PreludeProblem;
import dev.parley.problem.ServerProblem;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.TokenPrelude;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Preludes that are not the library's, good and bad ones.
class OwnPreludeTest {
  private static final String LINE = "TOKEN abc\n";
  private static final TokenPrelude TOKEN =
      new TokenPrelude(LINE.length(), Map.of("abc", new InetSocketAddress("203.0.113.7", 56324)));
  private static final String DEMANDED = "; this listener demands a token of everybody";

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server start(Prelude prelude, Server.Builder builder) throws IOException {
    return opened.keep(
        builder
            .listen("tcp://127.0.0.1:0", listener -> listener.prelude(prelude))
            .handler((session, message) -> session.send(message))
            .events(events)
            .loops(1)
            .start());
  }

  private Server start(Prelude prelude) throws IOException {
    return start(prelude, Server.builder());
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private void assertRefused(String why, ScriptedPeer peer) throws Exception {
    assertEquals(0, peer.readAllUntilGone());
    assertEquals(why, events.await(Event.PeerRefused.class).why());
    assertEquals(List.of(), events.all(Event.SessionOpened.class));
  }

  @Test
  void namesThePeerAndTakesNothingOfTheSession() throws Exception {
    Server server = start(TOKEN);
    ScriptedPeer peer = peer(server).send(LINE + "你好\n");
    assertEquals("你好\n", peer.readText("你好\n".getBytes(UTF_8).length));
    assertEquals("203.0.113.7:56324", events.await(Event.SessionOpened.class).peer());
  }

  @Test
  void mayComeInAnyTwoPieces() throws Exception {
    Server server = start(TOKEN);
    String all = LINE + "hi\n";
    for (int at = 1; at < all.length(); at++) {
      ScriptedPeer peer = peer(server).send(all.substring(0, at));
      ScriptedPeer other = peer(server).send(all);
      assertEquals("hi\n", other.readText(3), "the loop has seen the first piece");
      assertEquals("hi\n", peer.send(all.substring(at)).readText(3));
    }
  }

  @Test
  void anotherPeerIsRefusedWithItsReason() throws Exception {
    assertRefused("no token came first" + DEMANDED, peer(start(TOKEN)).send("GET / HTTP/1.1\r\n"));
  }

  @Test
  void anUnknownTokenIsRefused() throws Exception {
    assertRefused("an unknown token" + DEMANDED, peer(start(TOKEN)).send("TOKEN abd\n"));
  }

  @Test
  void oneByteTooManyIsRefused() throws Exception {
    assertRefused(
        "the token does not end within 10 bytes" + DEMANDED,
        peer(start(TOKEN)).send("TOKEN abcd\n"));
  }

  @Test
  void anEndInsideIsRefused() throws Exception {
    assertRefused(
        "the connection ended inside the token" + DEMANDED,
        peer(start(TOKEN)).send("TOKEN").endOutput());
  }

  @Test
  void peersThatSendNothingAndLeaveAreNoNews() throws Exception {
    Server server = start(TOKEN);
    peer(server).endOutput();
    peer(server).reset();
    peer(server).send("TOK").reset();
    assertEquals("hi\n", peer(server).send(LINE + "hi\n").readText(3));
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() == 1));
  }

  @Test
  void hasItsOwnDeadline() throws Exception {
    ManualClock clock = new ManualClock();
    Server server = start(TOKEN, Server.builder().clock(clock));
    ScriptedPeer silent = peer(server);
    ScriptedPeer talker = peer(server).send(LINE + "a\n");
    assertEquals("a\n", talker.readText(2));
    clock.advance(Duration.ofMillis(1_999));
    for (int turns = 0; turns < 3; turns++) {
      assertEquals("b\n", talker.send("b\n").readText(2)); // each is followed by a sweep
    }
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
    clock.advance(Duration.ofMillis(251));
    assertEquals("c\n", talker.send("c\n").readText(2)); // wakes the loop
    assertEquals("no token came within 2s" + DEMANDED, events.await(Event.PeerRefused.class).why());
    assertEquals(0, silent.readAll().length);
  }

  @Test
  void hasFewPlaces() throws Exception {
    Server server = start(TOKEN, Server.builder().limits(Limits.defaults().withMaxSessions(128)));
    ScriptedPeer oldest = peer(server).send("T");
    for (int i = 1; i < 16; i++) {
      peer(server).send("T");
    }
    assertEquals("hi\n", peer(server).send(LINE + "hi\n").readText(3));
    assertEquals(1, server.openSessions(), "those that wait are no sessions");
    peer(server).send("T");
    assertEquals(0, oldest.readAllUntilGone());
    assertTrue(
        events.await(Event.PeerRefused.class).why().startsWith("16 connections have not sent"));
  }

  @Test
  void limitsAreThoseOfThePeerThatItNames() throws Exception {
    Server server =
        start(
            TOKEN,
            Server.builder()
                .sources(
                    SourceLimits.defaults()
                        .withCallers(List.of(), List.of(AddressBlock.parse("203.0.113.0/24")))));
    assertEquals(0, peer(server).send(LINE).readAllUntilGone());
    assertEquals(
        "203.0.113.7",
        ((InetSocketAddress) events.await(Event.PeerRefused.class).peer())
            .getAddress()
            .getHostAddress());
  }

  @Test
  void mayRefuseSendersUnread() throws Exception {
    Prelude nobodys =
        new Careless() {
          @Override
          public boolean isFrom(SocketAddress sender) {
            return false;
          }
        };
    assertRefused("this sender may not send a careless prelude", peer(start(nobodys)));
  }

  /// A prelude of one byte, whose methods are replaced by bad ones.
  private static class Careless implements Prelude {
    @Override
    public Reading read(ByteBuffer in) throws ProtocolException {
      return in.hasRemaining() ? Done.ofItself(1) : new More(1);
    }

    @Override
    public int maxBytes() {
      return 4;
    }

    @Override
    public String toString() {
      return "careless prelude";
    }
  }

  @Test
  void oneThatNamesNobodyLeavesTheAddressAlone() throws Exception {
    ScriptedPeer peer = peer(start(new Careless())).send("!hi\n");
    assertEquals("hi\n", peer.readText(3));
    assertEquals("127.0.0.1:" + peer.port(), events.await(Event.SessionOpened.class).peer());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 1_000_000})
  void oneThatTakesMoreThanThereIsHarmsNobody(int length) throws Exception {
    Prelude greedy =
        new Careless() {
          @Override
          public Reading read(ByteBuffer in) {
            return in.hasRemaining() ? Done.ofItself(length) : new More(1);
          }
        };
    Server server = start(greedy);
    assertEquals(0, peer(server).send("!").readAllUntilGone());
    assertEquals(PreludeProblem.REQUIRED, events.await(Event.PeerRefused.class).problem().code());
    assertEquals(0, server.openSessions());
  }

  @Test
  void oneThatNeverAsksForMoreIsRefusedInsteadOfSpinning() throws Exception {
    Prelude stuck =
        new Careless() {
          @Override
          public Reading read(ByteBuffer in) {
            return new More(1);
          }
        };
    assertEquals(0, peer(start(stuck)).send("!").readAllUntilGone());
    assertTrue(events.await(Event.PeerRefused.class).why().contains("asks for 1 bytes"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneThatThrowsIsADefectThatClosesItsConnectionOnly(boolean isAtOnce) throws Exception {
    Prelude broken =
        new Careless() {
          @Override
          public Reading read(ByteBuffer in) throws ProtocolException {
            if (isAtOnce || (in.hasRemaining() && in.get(in.position()) == '?')) {
              throw new IllegalStateException("on purpose");
            }
            return super.read(in);
          }
        };
    Server server = start(broken);
    assertEquals(0, peer(server).send("?").readAllUntilGone());
    assertEquals("on purpose", events.await(Event.Defect.class).cause().getMessage());
    if (!isAtOnce) {
      assertEquals("hi\n", peer(server).send("!hi\n").readText(3));
    }
  }

  @Test
  void oneCannotWriteIntoTheBuffersOfOthers() throws Exception {
    Prelude writing =
        new Careless() {
          @Override
          public Reading read(ByteBuffer in) {
            in.put(0, (byte) 'x');
            return Done.ofItself(0);
          }
        };
    assertEquals(0, peer(start(writing)).send("!").readAllUntilGone());
    events.await(Event.Defect.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Prelude.LARGEST + 1})
  void aSizeOutOfRangeIsRefused(int bytes) {
    HasProblem refused =
        assertThrows(
            InvalidValueException.class,
            () -> new ListenerSettings().prelude(new TokenPrelude(bytes, Map.of())));
    assertEquals(ServerProblem.PRELUDE_SIZE, refused.problem().code());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Prelude.LARGEST})
  void aSizeInRangeIsNot(int bytes) {
    ListenerSettings _ = new ListenerSettings().prelude(new TokenPrelude(bytes, Map.of()));
  }

  @Test
  void datagramsHaveNone() {
    Handler nothing = (_, _) -> {};
    HasProblem refused =
        assertThrows(
            InvalidValueException.class,
            () ->
                Server.builder()
                    .handler(nothing)
                    .listen("udp://127.0.0.1:0", one -> one.prelude(TOKEN)));
    assertEquals(ServerProblem.PRELUDE_OF_STREAMS, refused.problem().code());
  }
}
