package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A burst of connections, each of which sends a message at once: an existing session that sends
/// one request after another is served between them, and all of them are served in order. Judged by
/// the order in which the loop passes messages to its handler; each message takes a millisecond of
/// the loop's clock.
class NewcomersTest {
  private static final int NEWCOMERS = 100;

  /// A turn accepts 16 newcomers, and serves them at once. The turn that was stopped, by one that
  /// had just been accepted, first accepts 15 more.
  private static final int MAX_AT_ONCE = 15 + 16;

  private static final String QUESTION = "question";

  private final EventRecorder events = new EventRecorder();
  private final ManualClock clock = new ManualClock();
  @AutoClose private final Opened opened = new Opened();
  private final List<String> said = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private ScriptedPeer honest;

  @AfterEach
  void goOn() {
    goOn.countDown();
  }

  private void received(Session session, Message message) throws Exception {
    String text = message.text();
    switch (text) {
      case "stop" -> {
        stopped.countDown();
        goOn.await();
      }
      case QUESTION -> {
        said.add(text);
        if (said.size() - Collections.frequency(said, QUESTION) < NEWCOMERS) {
          honest.send(QUESTION + "\n"); // ready for the next select
        } else {
          session.send("all served");
        }
      }
      default -> {
        said.add(text);
        clock.advance(Duration.ofMillis(1));
      }
    }
  }

  @Test
  void aSessionThatWasHereBeforeIsServedBetweenThemAndAllAreServedInOrder() throws Exception {
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
    honest = peer(server);
    events.await(Event.SessionOpened.class);
    peer(server).send("stop\n");
    stopped.await();
    for (int i = 0; i < NEWCOMERS; i++) {
      peer(server).send(i + "\n");
    }
    honest.send(QUESTION + "\n");
    goOn.countDown();
    assertEquals("all served\n", honest.readText(11));
    int since = 0;
    for (String each : said) {
      since = each.equals(QUESTION) ? 0 : since + 1;
      assertTrue(since <= MAX_AT_ONCE, () -> String.join(" ", said));
    }
    assertEquals(
        IntStream.range(0, NEWCOMERS).mapToObj(Integer::toString).toList(),
        said.stream().filter(each -> !each.equals(QUESTION)).toList());
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }
}
