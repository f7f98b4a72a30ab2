package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A storm of connections, each of which says something at once: who was here before is served
/// before most of them, and all of them are served. Judged by the order in which the loop hands
/// messages to its handler; each message takes a millisecond of the loop's clock.
class NewcomersTest {
  private static final int NEWCOMERS = 100;

  /// A turn looks at the clock every 8 visits, and one of them may have come when it last looked.
  private static final int MOST_BEFORE = 16;

  private final EventRecorder events = new EventRecorder();
  private final ManualClock clock = new ManualClock();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void closeAll() throws Exception {
    goOn.countDown();
    for (AutoCloseable thing : opened.reversed()) {
      thing.close();
    }
  }

  private void received(Session session, Message message) throws InterruptedException {
    String text = message.text();
    session.send(text);
    switch (text) {
      case "here" -> {}
      case "stop" -> {
        stopped.countDown();
        goOn.await();
      }
      default -> {
        said.add(text);
        clock.advance(Duration.ofMillis(1));
      }
    }
  }

  private ScriptedPeer peer(Server server, int number) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    events.await(Event.SessionOpened.class, e -> e.session() == number);
    return peer;
  }

  private static void hear(ScriptedPeer peer, String text) throws Exception {
    assertEquals(text + "\n", peer.readText(text.length() + 1));
  }

  @Test
  void whoWasHereBeforeIsServedBeforeMostOfAStormAndAllOfItIsServedInOrder() throws Exception {
    Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.line())
            .handler(this::received)
            .events(events)
            .loops(1)
            .clock(clock)
            .start();
    opened.add(server);
    ScriptedPeer honest = peer(server, 1);
    honest.send("here\n");
    hear(honest, "here");
    ScriptedPeer stopping = peer(server, 2);
    List<ScriptedPeer> newcomers = new ArrayList<>();
    for (int i = 0; i < NEWCOMERS; i++) {
      newcomers.add(peer(server, 3 + i));
    }
    stopping.send("stop\n");
    stopped.await();
    for (int i = 0; i < NEWCOMERS; i++) {
      newcomers.get(i).send(i + "\n");
    }
    honest.send("question\n");
    goOn.countDown();
    hear(honest, "question");
    for (int i = 0; i < NEWCOMERS; i++) {
      hear(newcomers.get(i), Integer.toString(i));
    }
    int before = said.indexOf("question");
    assertTrue(before <= MOST_BEFORE, () -> "behind " + before);
    assertEquals(
        IntStream.range(0, NEWCOMERS).mapToObj(Integer::toString).toList(),
        said.stream().filter(each -> !each.equals("question")).toList());
  }
}
