package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Sessions of one loop that share its write buffer: data for one must never reach another.
class CrossTalkTest {
  private final EventRecorder events = new EventRecorder();

  /// A broken connection is noticed when the shared write buffer changes hands, in the middle of a
  /// send to another peer; its end triggers a farewell message to a third.
  @Test
  void aFarewellOnABrokenConnectionGoesToItsOwnPeer() throws Exception {
    List<Session> sessions = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            sessions.add(session);
          }

          @Override
          public void received(Session session, Message message) {}

          @Override
          public void closed(Session session, CloseReason reason) {
            if (session.id() == 1) {
              sessions.get(2).send("one has left");
            }
          }
        };
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler(handler)
                .events(events)
                .loops(1)
                .start();
        ScriptedPeer broken = ScriptedPeer.connect(server.address());
        ScriptedPeer second = ScriptedPeer.connect(server.address());
        ScriptedPeer third = ScriptedPeer.connect(server.address())) {
      events.await(Event.SessionOpened.class, _ -> true, 3);
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      sessions
          .get(0)
          .execute(() -> {
            busy.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      busy.await();
      broken.reset();
      sessions.get(0).send("for the broken one");
      sessions.get(1).send("for the second");
      goOn.countDown();

      assertEquals("for the second\n", second.readText(15));
      assertEquals("one has left\n", third.readText(13));
    }
  }
}
