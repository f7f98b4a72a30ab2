package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Quit words and "once".
class EndingsTest {
  private static final Handler BYE =
      new Reply(ReplyTemplate.parse("bye"), FixedClock.TEN, ZoneOffset.UTC);

  @Test
  void overIsAnsweredAndEndsTheConversation() throws Exception {
    try (Server server =
            Serving.tcp(ClosingHandler.quitWord(new Upper(), List.of("over")), Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("hello");
      assertEquals("HELLO", peer.readText(5));
      peer.send("over");
      assertEquals("OVER", peer.readAllText());
    }
  }

  @Test
  void aCloseWordIsNotAnsweredAndWhatWasAnsweredBeforeArrives() throws Exception {
    Handler upper = ClosingHandler.closeWord(new Upper(), List.of("over"));
    try (Server server = Serving.tcp(upper, Framing.line());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("hello\nOver\nover\nmore\n");
      assertEquals("HELLO\nOVER\n", peer.readAllText());
    }
  }

  @Test
  void aCloseWordEndsADatagramSessionUnanswered() throws Exception {
    EventRecorder events = new EventRecorder();
    try (Server server =
            Serving.udp(ClosingHandler.closeWord(new Echo(), List.of("over")), events);
        DatagramPeer peer = new DatagramPeer(server.address())) {
      peer.send("over");
      assertEquals(0, events.await(Event.SessionClosed.class).traffic().messagesOut());
      assertEquals("again", peer.send("again").receiveText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "Q", "q\n", "Q\r\n"})
  void quitWordMayHaveOneLineEnd(String word) throws Exception {
    Handler handler = ClosingHandler.quitWord(new Echo(), List.of("q", "Q"));
    try (Server server = Serving.tcp(handler, Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send(word);
      assertEquals(word, peer.readAllText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qq", "q\n\n", " q", "q ", "q\r", "\nq"})
  void nothingElseIsAQuitWord(String text) throws Exception {
    try (Server server =
            Serving.tcp(ClosingHandler.quitWord(new Echo(), List.of("q")), Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send(text);
      assertEquals(text, peer.readText(text.length()));
      peer.send("still here");
      assertEquals("still here", peer.readText(10));
    }
  }

  @Test
  void whatFollowsAQuitWordInOneReadIsNotAnswered() throws Exception {
    try (Server server =
            Serving.tcp(ClosingHandler.quitWord(new Echo(), List.of("q")), Framing.line());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("a\nq\nb\n");
      assertEquals("a\nq\n", peer.readAllText());
    }
  }

  @Test
  void quitWordEndsADatagramSession() throws Exception {
    EventRecorder events = new EventRecorder();
    try (Server server = Serving.udp(ClosingHandler.quitWord(new Echo(), List.of("q")), events);
        DatagramPeer peer = new DatagramPeer(server.address())) {
      assertEquals("q", peer.send("q").receiveText());
      assertEquals(CloseReason.CLOSED, events.await(Event.SessionClosed.class).reason());
      assertEquals("again", peer.send("again").receiveText());
    }
  }

  @Test
  void anEmptyQuitWordIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> ClosingHandler.closeWord(new Echo(), List.of("")));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClosingHandler.quitWord(new Echo(), List.of("q", "")));
  }

  @Test
  void onceAnswersTheFirstMessageOfAReadThenCloses() throws Exception {
    try (Server server = Serving.tcp(ClosingHandler.firstMessage(BYE), Framing.line())) {
      for (int i = 0; i < 3; i++) {
        try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
          peer.send("one\ntwo\nthree\n");
          assertEquals("bye\n", peer.readAllText());
        }
      }
    }
  }

  @Test
  void onceAnswersOneDatagramPerSession() throws Exception {
    EventRecorder events = new EventRecorder();
    try (Server server = Serving.udp(ClosingHandler.firstMessage(BYE), events);
        DatagramPeer peer = new DatagramPeer(server.address())) {
      assertEquals("bye", peer.send("one").receiveText());
      assertEquals(1, events.await(Event.SessionClosed.class).traffic().messagesOut());
      assertEquals("bye", peer.send("two").receiveText());
      events.await(Event.SessionClosed.class, _ -> true, 2);
    }
  }

  /// Records which of its methods were called.
  private static final class Noting implements Handler {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void received(Session session, Message message) {
      calls.add("received");
    }

    @Override
    public void opened(Session session) {
      calls.add("opened");
    }

    @Override
    public void ended(Session session) {
      calls.add("ended");
    }

    @Override
    public void draining(Session session) {
      calls.add("draining");
      session.close();
    }

    @Override
    public void drained(Session session) {
      calls.add("drained");
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      calls.add("closed " + reason);
    }

    @Override
    public boolean isAutomatic() {
      return false;
    }
  }

  @Test
  void endingsPassOnAllElse() throws Exception {
    Noting noting = new Noting();
    Handler quit = ClosingHandler.quitWord(noting, List.of("q"));
    EventRecorder events = new EventRecorder();
    try (Server server =
            Server.builder().listen("tcp://127.0.0.1:0").handler(quit).events(events).start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("a\n").endOutput();
      events.await(Event.SessionOpened.class);
      assertTrue(server.shutdown(Wait.TIME));
    }
    assertEquals("opened", noting.calls.getFirst());
    assertTrue(noting.calls.contains("draining"), noting.calls::toString);
    assertTrue(noting.calls.getLast().startsWith("closed"), noting.calls::toString);
    noting.calls.clear();
    for (Handler ending :
        List.of(
            quit,
            ClosingHandler.firstMessage(noting),
            new Showing(noting, new RecordingScreen()))) {
      ending.ended(null);
      ending.drained(null);
      ending.opened(null);
      ending.closed(null, CloseReason.CLOSED);
      assertFalse(ending.isAutomatic());
      assertEquals(List.of("ended", "drained", "opened", "closed CLOSED"), noting.calls);
      noting.calls.clear();
    }
    assertTrue(ClosingHandler.firstMessage(new Echo()).isAutomatic());
    assertTrue(ClosingHandler.quitWord(new Echo(), List.of()).isAutomatic());
  }
}
