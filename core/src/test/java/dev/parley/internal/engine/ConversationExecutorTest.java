package dev.parley.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Conversation;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tests conversations on loops. These tests run with java.lang open to the library, so that they
/// detect a JDK on which this no longer works.
class ConversationExecutorTest {
  private final EventRecorder events = new EventRecorder();
  private Server server = null;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private ScriptedPeer talkWith(Conversation.Body body) throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .loops(1)
            .handler(Conversations.handlerOnLoop(body))
            .events(events)
            .start();
    return ScriptedPeer.connect(server.address());
  }

  @Test
  void theBodyRunsOnTheLoop() throws Exception {
    assertTrue(Conversations.canRunOnLoops());
    try (ScriptedPeer peer =
        talkWith(talk -> {
          for (Message _ : talk) {
            // A virtual thread's text names its carrier.
            talk.send(Thread.currentThread().toString().replaceAll(".*@", ""));
          }
        })) {
      peer.send("who\nwho\n");
      String answers = "parley-loop-1\n".repeat(2);
      assertEquals(answers, peer.readText(answers.length()));
    }
  }

  @Test
  void messagesKeepTheirOrderInEachWayOfSending() throws Exception {
    int rounds = 1_000;
    try (ScriptedPeer peer =
        talkWith(talk -> {
          Session session = talk.session();
          for (int i = 0; i < rounds; i++) {
            String number = "%08d".formatted(i);
            talk.send("a" + number);
            session.send("b" + number);
            boolean _ =
                session.compose(
                    9,
                    "c" + number,
                    (text, out) -> {
                      out.put(text.getBytes(StandardCharsets.US_ASCII));
                      return true;
                    });
            CountDownLatch sent = new CountDownLatch(1);
            if (i % 100 == 0) {
              Thread.ofPlatform()
                  .start(() -> {
                    session.send("d" + number);
                    sent.countDown();
                  });
              sent.await();
            }
          }
        })) {
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < rounds; i++) {
        String number = "%08d\n".formatted(i);
        expected.append("a").append(number).append("b").append(number).append("c").append(number);
        if (i % 100 == 0) {
          expected.append("d").append(number);
        }
      }
      assertEquals(expected.toString(), peer.readAllText());
    }
  }

  @Test
  void aSenderWaitsWhileItsPeerDoesNotRead() throws Exception {
    int bytes = 1 << 16;
    int messages = 300; // more than the outbox, 1 MiB, and the kernel's buffers
    byte[] message = new byte[bytes - 1];
    Arrays.fill(message, (byte) 'x');
    CountDownLatch sent = new CountDownLatch(1);
    try (ScriptedPeer peer =
        talkWith(talk -> {
          for (int i = 0; i < messages; i++) {
            talk.send(message);
          }
          sent.countDown();
        })) {
      assertEquals((long) messages * bytes, peer.readAllText().length());
      assertTrue(sent.await(Wait.SECONDS, TimeUnit.SECONDS));
    }
  }

  @Test
  void aBodyThatWaitsHoldsUpNobodyElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedPeer waiting =
            talkWith(talk -> {
              for (Message message : talk) {
                if (message.text().equals("wait")) {
                  talk.send("waiting");
                  never.await();
                }
                talk.send(message);
              }
            });
        ScriptedPeer other = ScriptedPeer.connect(server.address())) {
      waiting.send("wait\n");
      assertEquals("waiting\n", waiting.readText(8));
      other.send("hello\n");
      assertEquals("hello\n", other.readText(6));
    }
  }

  @Test
  void aBodyThatThrowsEndsItsSessionOnly() throws Exception {
    try (ScriptedPeer peer =
        talkWith(talk -> {
          throw new IllegalStateException("by " + talk.session().id());
        })) {
      assertEquals("", peer.readAllText());
      assertEquals("by 1", events.await(Event.HandlerFailed.class).cause().getMessage());
    }
  }

  @Test
  void aBodyComesToItsEndAfterItsLoopHasEnded() throws Exception {
    CountDownLatch listening = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(1);
    try (ScriptedPeer _ =
        talkWith(talk -> {
          listening.countDown();
          mayGoOn.await();
          SessionClosedException end =
              assertThrows(SessionClosedException.class, () -> talk.receive(Wait.TIME));
          assertEquals(CloseReason.SHUTDOWN, end.reason());
          finished.countDown();
        })) {
      assertTrue(listening.await(Wait.SECONDS, TimeUnit.SECONDS));
      server.close();
      mayGoOn.countDown();
      assertTrue(finished.await(Wait.SECONDS, TimeUnit.SECONDS));
    }
  }
}
