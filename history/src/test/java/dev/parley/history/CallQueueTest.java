package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.HistoryFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What waits for the writer is bounded until it is answered.
final class CallQueueTest {
  private static Call append(int length) {
    return new Call.Append("#lobby", Drafts.text("id", "x".repeat(length)), new Answer<Appended>());
  }

  @Test
  void callsUpToTheMaximumAreTakenUntilTheyAreAnswered() {
    CallQueue queue = new CallQueue(2, 10_000);
    Call first = append(0);
    assertNull(queue.offer(first));
    assertNull(queue.offer(append(0)));
    assertEquals(HistoryFault.BUSY, queue.offer(append(0)));
    assertEquals(first, queue.poll());
    assertEquals(HistoryFault.BUSY, queue.offer(append(0)));
    queue.answered(first);
    assertNull(queue.offer(append(0)));
    assertEquals(HistoryFault.BUSY, queue.offer(append(0)));
  }

  @Test
  void textsUpToTheMaximumAreTaken() {
    CallQueue queue = new CallQueue(10, 1_000);
    assertEquals(HistoryFault.BUSY, queue.offer(append(1_001 - Call.OVERHEAD)));
    Call exact = append(1_000 - Call.OVERHEAD);
    assertNull(queue.offer(exact));
    assertEquals(HistoryFault.BUSY, queue.offer(append(0)));
    queue.answered(exact);
    assertNull(queue.offer(append(0)));
  }

  @Test
  void aClosedQueueEndsWhenEverythingIsAnswered() {
    CallQueue queue = new CallQueue(10, 1_000);
    Call call = append(1);
    assertNull(queue.offer(call));
    queue.close();
    assertEquals(HistoryFault.CLOSED, queue.offer(append(1)));
    assertTrue(queue.await(CallQueue.FOREVER));
    assertEquals(call, queue.poll());
    List<String> answers = new ArrayList<>();
    queue.finish(() -> answers.add("read"));
    assertTrue(queue.await(CallQueue.FOREVER));
    queue.pollFinished().run();
    assertEquals(List.of("read"), answers);
    queue.answered(call);
    assertFalse(queue.await(CallQueue.FOREVER));
  }

  @Test
  void anInterruptDoesNotEndTheWait() {
    CallQueue queue = new CallQueue(10, 1_000);
    Thread.currentThread().interrupt();
    assertTrue(queue.await(1));
    assertTrue(queue.await(1_000_000));
    queue.finish(() -> {});
    assertTrue(queue.await(CallQueue.FOREVER));
    boolean _ = Thread.interrupted();
  }
}
