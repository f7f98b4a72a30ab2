package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages that are composed directly in the output buffer.
class ComposeTest {
  private final EventRecorder events = new EventRecorder();
  private Server server = null;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private ScriptedPeer talkWith(Framing framing, Handler handler) throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(framing)
            .handler(handler)
            .events(events)
            .start();
    return ScriptedPeer.connect(server.address());
  }

  private static boolean copy(Message message, ByteBuffer target) {
    message.copyTo(target);
    return true;
  }

  private static boolean copyThenDecline(Message message, ByteBuffer target) {
    message.copyTo(target);
    return false;
  }

  @Test
  void whatIsComposedIsSentInItsPlace() throws Exception {
    try (ScriptedPeer peer =
        talkWith(
            Framing.line(),
            (session, message) -> {
              session.send("before");
              assertTrue(session.compose(message.length(), message, ComposeTest::copy));
              session.send("after");
            })) {
      peer.send("one\ntwo\n\n");
      String answers = "before\none\nafter\nbefore\ntwo\nafter\nbefore\n\nafter\n";
      assertEquals(answers, peer.readText(answers.length()));
    }
  }

  @Test
  void whatTheComposerDeclinesIsNotSentAndNothingElseIsLost() throws Exception {
    try (ScriptedPeer peer =
        talkWith(
            Framing.length(),
            (session, message) -> {
              session.send("a");
              assertFalse(session.compose(message.length(), message, ComposeTest::copyThenDecline));
              session.send("b");
            })) {
      peer.send("\0\0\0\3xyz");
      assertEquals("\0\0\0\1a\0\0\0\1b", peer.readText(10));
    }
  }

  @Test
  void aComposerThatPutsOneByteTooFewFailsAndNothingOfItIsSent() throws Exception {
    try (ScriptedPeer peer =
        talkWith(
            Framing.line(),
            (session, message) -> {
              session.send("whole");
              session.compose(message.length() + 1, message, ComposeTest::copy);
            })) {
      peer.send("abc\n");
      assertEquals("whole\n", peer.readAllText());
      Event.HandlerFailed failure = events.await(Event.HandlerFailed.class);
      assertEquals("the composer has put 3 bytes instead of 4", failure.cause().getMessage());
    }
  }

  @Test
  void aComposerThatPutsOneByteTooManyFailsAndNothingOfItIsSent() throws Exception {
    try (ScriptedPeer peer =
        talkWith(
            Framing.line(),
            (session, message) -> {
              session.send("whole");
              session.compose(message.length() - 1, message, ComposeTest::copy);
            })) {
      peer.send("abc\n");
      assertEquals("whole\n", peer.readAllText());
      Event.HandlerFailed failure = events.await(Event.HandlerFailed.class);
      assertEquals("the composer has put 3 bytes instead of 2", failure.cause().getMessage());
    }
  }

  @Test
  void whatTheFramingCannotCarryEndsTheSession() throws Exception {
    try (ScriptedPeer peer =
        talkWith(
            Framing.line(),
            (session, _) ->
                session.compose(
                    3, "a\nb", (text, target) -> target.put(text.getBytes(UTF_8)) != null))) {
      peer.send("question\n");
      assertEquals("", peer.readAllText());
      peer.leaveAtEnd();
      assertEquals(CloseReason.UNCARRIABLE, events.await(Event.SessionClosed.class).reason());
    }
  }

  @Test
  void otherThreadsMayComposeToo() throws Exception {
    CompletableFuture<Session> opened = new CompletableFuture<>();
    try (ScriptedPeer peer = talkWith(Framing.line(), (session, _) -> opened.complete(session))) {
      peer.send("here\n");
      Session session = opened.get();
      assertTrue(session.compose(5, Message.of("hello"), ComposeTest::copy));
      assertFalse(session.compose(5, Message.of("hello"), ComposeTest::copyThenDecline));
      session.send("end");
      assertEquals("hello\nend\n", peer.readText(10));
    }
  }

  @Test
  void aDatagramMayBeComposed() throws Exception {
    server =
        Server.builder()
            .listen("udp://127.0.0.1:0")
            .handler((session, message) -> {
              assertFalse(session.compose(message.length(), message, ComposeTest::copyThenDecline));
              assertTrue(session.compose(message.length(), message, ComposeTest::copy));
            })
            .start();
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      client.send("ping");
      assertEquals(Message.of("ping"), client.receive());
    }
  }

  @Test
  void nothingIsComposedForASessionThatHasEnded() throws Exception {
    CompletableFuture<Boolean> wasAsked = new CompletableFuture<>();
    try (ScriptedPeer peer =
        talkWith(
            Framing.line(),
            (session, _) -> {
              session.close();
              session.compose(
                  1,
                  "x",
                  (_, _) -> {
                    wasAsked.complete(true);
                    return true;
                  });
              wasAsked.complete(false);
            })) {
      peer.send("bye\n");
      assertEquals("", peer.readAllText());
      assertFalse(wasAsked.get());
    }
  }
}
