package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Hundreds of sessions flood one loop: the others are served within a turn, the flooders one after
/// the other, and anything that happens to one waiting for its turn is noticed. Judged by the order
/// in which the loop passes messages to its handler; its clock stands still, so that only the work
/// budget ends a turn.
class CrowdedTurnTest {
  /// The share of each session in a crowd, and the total of a part of a turn.
  private static final int SHARE = 512;

  private static final int PART = 1 << 14;

  /// By then all flooders are waiting for their turn: each has had its first share.
  private static final int CROWDED = 60_000;

  private static final String LONG = "x".repeat(9_999);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  private final Map<Integer, ScriptedPeer> peers = new HashMap<>();
  private final Crowd crowd = new Crowd();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.line())
            .handler(crowd)
            .events(events)
            .loops(1)
            .clock(new ManualClock())
            .start();
    opened.add(server);
  }

  @AfterEach
  void goOn() {
    crowd.filled.countDown();
    crowd.goOn.countDown();
  }

  /// Records whose message came when. Its loop pauses twice: at the message `stop`, so that all can
  /// flood, and once enough messages have come that all flooders are waiting for their turn.
  private static final class Crowd implements Handler {
    final CountDownLatch stopped = new CountDownLatch(1);
    final CountDownLatch filled = new CountDownLatch(1);
    final CountDownLatch crowded = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final Map<Long, Session> sessions = new HashMap<>();

    /// The session numbers, one entry per run of messages of one session, since all were waiting.
    final List<Long> runs = new ArrayList<>();

    final List<Integer> lengths = new ArrayList<>();
    final Map<Long, Integer> counts = new HashMap<>();

    /// How many messages, since all were waiting, preceded `hello`.
    int before = -1;

    int since;
    int ends;
    private int count;

    /// Runs on the loop when all are waiting.
    Runnable whenCrowded = () -> {};

    /// Runs on the loop when a session has sent `piece`.
    Runnable afterPiece = () -> {};

    @Override
    public void opened(Session session) {
      sessions.put(session.id(), session);
    }

    @Override
    public void received(Session session, Message message) throws Exception {
      if (message.length() == 0) {
        note(session.id());
        return;
      }
      switch (message.text()) {
        case "stop" -> {
          stopped.countDown();
          filled.await();
        }
        case "hello" -> {
          before = since;
          session.send("answer");
        }
        case "piece" -> afterPiece.run();
        default -> {
          ends++;
          session.send("done");
        }
      }
    }

    @Override
    public void ended(Session session) {
      session.close();
    }

    private void note(long who) throws InterruptedException {
      counts.merge(who, 1, Integer::sum);
      count++;
      if (count == CROWDED) {
        whenCrowded.run();
        crowded.countDown();
        goOn.await();
      } else if (count > CROWDED) {
        since++;
        if (runs.isEmpty() || runs.getLast() != who) {
          runs.add(who);
          lengths.add(0);
        }
        lengths.add(lengths.removeLast() + 1);
      }
    }
  }

  /// Returns the peer of session `number`; they connect one after the other.
  private ScriptedPeer peer(int number) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    peers.put(number, peer);
    events.await(Event.SessionOpened.class, e -> e.session() == number);
    return peer;
  }

  /// Makes sessions 1 to `sessions` send `lines` empty lines each, and then `end`, before the loop
  /// reads any of them.
  private void flood(int sessions, int lines) throws Exception {
    for (int i = 1; i <= sessions; i++) {
      ScriptedPeer _ = peer(i);
    }
    peer(sessions + 1).send("stop\n");
    crowd.stopped.await();
    String text = "\n".repeat(lines) + "end\n";
    for (int i = 1; i <= sessions; i++) {
      peers.get(i).send(text);
    }
  }

  private void awaitCrowd() throws InterruptedException {
    crowd.filled.countDown();
    crowd.crowded.await();
  }

  private void awaitDone(int session) throws IOException {
    assertEquals("done\n", peers.get(session).readText(5));
  }

  @Test
  void aSparseSessionIsServedBehindOneTurnOf500ThatFlood() throws Exception {
    flood(500, 2_000);
    ScriptedPeer honest = peers.get(501);
    awaitCrowd();
    honest.send("hello\n");
    crowd.goOn.countDown();
    assertEquals("answer\n", honest.readText(7));
    assertTrue(crowd.before <= PART + SHARE, () -> "behind " + crowd.before);
    for (int i = 1; i <= 500; i++) {
      awaitDone(i);
      assertEquals(2_000, crowd.counts.get((long) i));
    }
  }

  @Test
  void thoseWhoFloodTakeTurns() throws Exception {
    int sessions = 100;
    flood(sessions, 20_000); // more than one read of 8 KiB
    awaitCrowd();
    crowd.goOn.countDown();
    for (int i = 1; i <= sessions; i++) {
      awaitDone(i);
      assertEquals(20_000, crowd.counts.get((long) i));
    }
    List<Long> runs = List.copyOf(crowd.runs);
    for (int i = 0; i < 20 * sessions; i++) {
      assertEquals(runs.get(i), runs.get(i + sessions), "run " + i);
      assertTrue(crowd.lengths.get(i) <= SHARE, "run " + i + " of " + crowd.lengths.get(i));
    }
  }

  @Test
  void aSessionThatSaysOneShareEveryTurnIsSoonAmongThoseWhoFlood() throws Exception {
    flood(500, 2_000);
    ScriptedPeer sly = peers.get(501);
    String piece = "\n".repeat(SHARE - 1) + "piece\n";
    CountDownLatch over = new CountDownLatch(1);
    crowd.afterPiece =
        () -> {
          try {
            if (crowd.ends < 500) {
              sly.send(piece); // alone, and ready for the next select
            } else {
              over.countDown();
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    awaitCrowd();
    sly.send(piece);
    crowd.goOn.countDown();
    for (int i = 1; i <= 500; i++) {
      awaitDone(i);
    }
    over.await();
    long last = crowd.runs.stream().filter(each -> each != 501).reduce((_, each) -> each).get();
    int slyRuns = 0;
    int otherRuns = 0;
    for (long each : crowd.runs.subList(0, crowd.runs.lastIndexOf(last))) {
      slyRuns += each == 501 ? 1 : 0;
      otherRuns += each == last ? 1 : 0;
    }
    assertTrue(otherRuns > 0);
    assertTrue(slyRuns <= 3 * (otherRuns + 1), slyRuns + " turns, where others had " + otherRuns);
  }

  @Test
  void endsAndResetsOfSessionsThatWaitAreNoticedBehindWhatTheySaid() throws Exception {
    flood(100, 20_000);
    awaitCrowd();
    peers.get(7).reset();
    peers.get(8).endOutput();
    crowd.goOn.countDown();
    assertEquals(CloseReason.PEER_RESET, closed(7));
    assertEquals(CloseReason.PEER_CLOSED, closed(8));
    assertEquals("done\n", peers.get(8).readAllText());
    assertEquals(20_000, crowd.counts.get(7L));
    assertEquals(20_000, crowd.counts.get(8L));
  }

  @Test
  void sessionsArePausedAndClosedWhileTheyWait() throws Exception {
    flood(100, 20_000);
    Set<Long> touched = new HashSet<>(List.of(11L, 12L, 13L, 14L));
    Map<Long, Integer> then = new HashMap<>();
    crowd.whenCrowded =
        () -> {
          crowd.sessions.get(11L).pauseReading();
          crowd.sessions.get(12L).close();
          crowd.sessions.get(13L).abort();
          crowd.sessions.get(14L).pauseReading();
          crowd.sessions.get(14L).resumeReading();
          for (int i = 0; i < 100; i++) { // more than the kernel accepts
            crowd.sessions.get(11L).send(LONG);
          }
          then.putAll(crowd.counts);
        };
    awaitCrowd();
    crowd.goOn.countDown();
    String text = (LONG + "\n").repeat(100);
    assertEquals(text, peers.get(11).readText(text.length()));
    for (int i = 1; i <= 100; i++) {
      if (!touched.contains((long) i) || i == 14) {
        awaitDone(i);
        assertEquals(20_000, crowd.counts.get((long) i));
      }
    }
    for (long i = 11; i <= 13; i++) {
      assertEquals(then.get(i), crowd.counts.get(i));
    }
    peers.get(12).close();
    CloseReason _ = closed(12);
    CloseReason _ = closed(13);
    crowd.sessions.get(11L).resumeReading();
    awaitDone(11);
    assertEquals(20_000, crowd.counts.get(11L));
  }

  private CloseReason closed(int session) throws InterruptedException {
    return events.await(Event.SessionClosed.class, e -> e.session() == session).reason();
  }
}
