package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Sending and checking, with a clock controlled by the test.
final class CallerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private final HandSetClock clock = new HandSetClock();
  private final SilentSession session = new SilentSession();
  private final Share share = new Share(clock, session);

  private StreamCaller stream(int depth, boolean runsTogether) {
    Payload payload = new Payload(8, 0, Expectation.ECHO);
    StreamCaller caller = new StreamCaller(session, share, payload, depth, runsTogether);
    share.add(caller);
    return caller;
  }

  private DatagramCaller datagrams(int depth, int size) {
    Payload payload = new Payload(size, 0, Expectation.ECHO);
    DatagramCaller caller =
        new DatagramCaller(session, share, payload, depth, 100, SECOND, payload.isNumbered());
    caller.begin();
    share.add(caller);
    return caller;
  }

  private void answer(Caller caller, int request) {
    caller.received(Message.of(session.sent.get(request)));
  }

  private long longestMillis() {
    return Math.round(share.slice().latencies.getMaxValue() / (double) MILLI);
  }

  @Test
  void aClosedLoopKeepsItsDepthInFlight() {
    Caller caller = stream(3, false);
    caller.start();
    assertEquals(3, session.sent.size());
    clock.nanos += 5 * MILLI;
    answer(caller, 0);
    assertEquals(4, session.sent.size());
    assertEquals("aaaaaaad", session.sent.get(3));
    assertEquals(1, share.slice().messages());
    assertEquals(5, longestMillis());
    assertEquals(0, share.slice().wrong);
  }

  @Test
  void anAnswerOutOfOrderIsWrongOverAStream() {
    Caller caller = stream(2, false);
    caller.start();
    answer(caller, 1);
    answer(caller, 0);
    assertEquals(2, share.slice().wrong);
    assertEquals(2, share.slice().messages());
  }

  @Test
  void anAnswerThatNobodyAskedForIsWrongAndHasNoLatency() {
    Caller caller = stream(0, false);
    caller.received(Message.of("aaaaaaaa"));
    assertEquals(1, share.slice().wrong);
    assertEquals(0, share.slice().messages());
  }

  @Test
  void anEndedRunAsksNoMore() {
    Caller caller = stream(1, false);
    caller.start();
    CompletableFuture<Void> quiet = share.end();
    assertFalse(quiet.isDone());
    answer(caller, 0);
    assertTrue(quiet.isDone());
    assertEquals(1, session.sent.size());
    assertEquals(1, share.slice().messages());
    assertEquals(new Caller.Fate(0, 0, 0), share.fate().join());
  }

  @Test
  void answersThatRunTogetherAreCutApart() {
    Caller caller = stream(2, true);
    caller.start();
    String both = session.sent.get(0) + session.sent.get(1);
    for (String part : List.of(both.substring(0, 3), both.substring(3, 11), both.substring(11))) {
      caller.received(Message.of(part));
    }
    assertEquals(2, share.slice().messages());
    assertEquals(0, share.slice().wrong);
    caller.received(Message.of("xaaaaaac" + session.sent.get(3)));
    assertEquals(4, share.slice().messages());
    assertEquals(1, share.slice().wrong);
  }

  /// The server answers at once, except between 1 s and 2 s, when it stalls. Ten requests were due
  /// then; the latency of each counts from its due time.
  @Test
  void aStallIsChargedToEveryRequestThatWasDueMeanwhile() {
    Caller caller = stream(0, false);
    caller.start(new Schedule(0, 10, 1, 0));
    int answered = 0;
    for (long at = 0; at <= 2 * SECOND; at += SECOND / 10) {
      clock.nanos = at;
      share.tick();
      boolean stalls = at > SECOND && at < 2 * SECOND;
      while (!stalls && answered < session.sent.size()) {
        answer(caller, answered++);
      }
    }
    assertEquals(21, answered);
    assertEquals(900, longestMillis());
    List<Long> waits = new ArrayList<>();
    share
        .slice()
        .latencies
        .recordedValues()
        .forEach(value -> waits.add(Math.round(value.getValueIteratedTo() / (double) MILLI)));
    assertEquals(List.of(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L, 900L), waits);
  }

  @Test
  void whatTheServerHoldsUpLeavesLaterAndIsChargedFromWhenItWasDue() {
    Caller caller = stream(0, false);
    caller.start(new Schedule(0, 10, 1, 0));
    session.room = 0;
    clock.nanos = SECOND / 2;
    share.tick();
    assertEquals(0, session.sent.size());
    session.room = 100;
    clock.nanos = SECOND;
    share.tick();
    assertEquals(11, session.sent.size());
    assertEquals(0, share.slice().tardy, "the server's fault, not ours");
    answer(caller, 0);
    assertEquals(1000, longestMillis());
  }

  @Test
  void aGeneratorThatComesLateIsFoundOut() {
    Caller caller = stream(0, false);
    caller.start(new Schedule(0, 1000, 1, 0));
    clock.nanos = 3 * MILLI;
    share.tick();
    assertEquals(4, share.slice().sent);
    assertEquals(2, share.slice().tardy, "two left more than a millisecond after they were due");
    assertEquals(3 * MILLI, share.slice().mostBehindNanos);
  }

  @Test
  void datagramsOutOfOrderAreRight() {
    Caller caller = datagrams(2, 8);
    caller.start();
    answer(caller, 1);
    answer(caller, 0);
    assertEquals(2, share.slice().messages());
    assertEquals(0, share.slice().wrong);
  }

  @Test
  void aDatagramTwiceIsWrong() {
    Caller caller = datagrams(1, 8);
    caller.start();
    answer(caller, 0);
    answer(caller, 0);
    assertEquals(1, share.slice().messages());
    assertEquals(1, share.slice().wrong);
  }

  @Test
  void aLostDatagramMakesRoomForTheNextAndItsAnswerIsLate() {
    Caller caller = datagrams(1, 8);
    caller.start();
    clock.nanos = SECOND - 1;
    share.tick();
    assertEquals(1, session.sent.size());
    clock.nanos = SECOND;
    share.tick();
    assertEquals(2, session.sent.size());
    assertEquals(new Caller.Fate(1, 1, 0), caller.fate());
    answer(caller, 0);
    assertEquals(2, session.sent.size());
    assertEquals(new Caller.Fate(1, 0, 1), caller.fate());
    assertEquals(0, share.slice().messages());
    assertEquals(0, share.slice().wrong);
  }

  @Test
  void datagramsWithoutANumberAreTakenInOrder() {
    Caller caller = datagrams(2, 7);
    caller.start();
    answer(caller, 1);
    clock.nanos = SECOND;
    share.tick();
    assertEquals(1, share.slice().messages());
    assertTrue(caller.fate().lost() > 0);
  }

  @Test
  void aSliceHoldsWhatCameSinceTheLast() {
    Caller caller = stream(1, false);
    caller.start();
    clock.nanos = 7;
    answer(caller, 0);
    Slice first = share.cut().join();
    assertEquals(1, first.messages());
    assertEquals(7, first.toNanos - first.fromNanos);
    assertEquals(0, share.slice().messages());
  }
}
