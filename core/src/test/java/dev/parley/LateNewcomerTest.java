package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A newcomer whose place becomes free only when the server is shutting down.
class LateNewcomerTest {
  private final EventRecorder events = new EventRecorder();
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  @AutoClose private final Opened opened = new Opened();

  @AfterEach
  void goOn() {
    goOn.countDown();
  }

  /// Keeps the loop of the first session busy, and tells when the session of another loop is asked
  /// to finish.
  private final Handler handler =
      new Handler() {
        @Override
        public void opened(Session session) throws Exception {
          if (busy.getCount() > 0) {
            busy.countDown();
            goOn.await();
          }
        }

        @Override
        public void received(Session session, Message message) {
          session.send(message);
        }

        @Override
        public void draining(Session session) {
          asked.countDown();
          session.close();
        }
      };

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  @Test
  void itIsRefusedSinceNobodyWouldAskItToFinish() throws Exception {
    Server server =
        opened.keep(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .limits(Limits.defaults().withMaxSessions(2))
                .handler(handler)
                .events(events)
                .loops(2)
                .start());
    ScriptedPeer _ = peer(server); // silent, on the first loop
    assertTrue(busy.await(Wait.SECONDS, TimeUnit.SECONDS));
    ScriptedPeer talking = peer(server).send("你好\n"); // on the second
    assertEquals("你好\n", talking.readText(7));
    ScriptedPeer _ = peer(server); // waits for the place of the silent one, and
    ScriptedPeer newcomer = peer(server); // is followed by this one
    Event.PeerRefused _ = events.await(Event.PeerRefused.class);

    CompletableFuture<Boolean> finished = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            finished.complete(server.shutdown(Wait.TIME));
          } catch (Throwable e) {
            finished.completeExceptionally(e);
          }
        });
    assertTrue(asked.await(Wait.SECONDS, TimeUnit.SECONDS)); // and the first loop, in its next turn
    goOn.countDown();
    newcomer.readAllUntilGone();
    assertTrue(finished.get(Wait.SECONDS, TimeUnit.SECONDS));
  }
}
