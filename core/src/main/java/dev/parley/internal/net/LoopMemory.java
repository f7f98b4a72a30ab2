package dev.parley.internal.net;

import org.jspecify.annotations.Nullable;

/// Counts the memory that the streams of one loop hold. If all loops together exceed the
/// [MemoryBudget], it flushes output and then closes sessions; if the heap is full
/// ([FailureHandler]), it closes sessions.
///
/// Confined to its loop, except [#addInTransit].
final class LoopMemory {
  private final MemoryBudget budget;
  private final FailureHandler failures;
  private final CallbackNesting callbacks;
  private final LoopMembers members;
  private final FlushQueue flushes;
  private final Shedder shedder = new Shedder();

  /// The links that must not be closed at this moment; a field, so that shedding allocates nothing.
  private final Shedder.Spared inUse;

  /// The bytes counted by this loop; other threads may have added some since.
  private long heldBytes;

  private int composing;
  private boolean isRelieving;

  /// The number of [FailureHandler#errors] for which sessions were closed.
  private int handledErrors;

  /// @param inUse true for links that must not be closed at this moment
  LoopMemory(
      MemoryBudget budget,
      FailureHandler failures,
      CallbackNesting callbacks,
      LoopMembers members,
      FlushQueue flushes,
      Shedder.Spared inUse) {
    this.budget = budget;
    this.failures = failures;
    this.callbacks = callbacks;
    this.members = members;
    this.flushes = flushes;
    this.inUse = inUse;
  }

  /// Runs the code once that must run later without memory.
  void rehearse() {
    recount();
    int _ = shed(shedder.sum(members), 0, true);
  }

  /// Allocates what shedding needs for one more member.
  void prepareForOneMore() {
    shedder.prepare(members.size() + 1);
  }

  // Counting.

  /// Counts `more` bytes held by streams (fewer, if negative) and frees memory if too much is held
  /// in all. That may close the caller's own session.
  void hold(long more) {
    count(more);
    if (more > 0) {
      relieveIfDue();
    }
  }

  /// Like [#hold], for a caller that must not be closed at this moment.
  void count(long more) {
    heldBytes += more;
    budget.add(more);
  }

  /// Counts the bytes of messages that are on their way to sessions of this loop from other
  /// threads; negative for messages that have arrived. Safe for any thread.
  void addInTransit(long more) {
    budget.add(more);
  }

  /// Marks, with 1, that a message is being encoded into a link's buffer, which must not move
  /// meanwhile, and with −1 that this is over.
  void compose(int more) {
    composing += more;
  }

  /// Counts again what each link holds. Other threads add and remove bytes too, so the counts may
  /// be old.
  private void recount() {
    long more = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) instanceof StreamLink link) {
        more += link.recount();
      }
    }
    count(more);
  }

  /// Returns the bytes that all loops of the budget hold, with those on their way between threads.
  long budgeted() {
    return budget.held();
  }

  // Over budget.

  /// Frees memory if all loops exceed the budget: other threads and other loops may have done so.
  void relieveIfOverdrawn() {
    if (budget.isOverdrawn()) {
      relieve();
    }
  }

  /// Frees memory if too much is held, and much of it here: first by flushing links, whose output
  /// the kernel may take, and then by closing sessions.
  void relieveIfDue() {
    if (budget.isOverdrawnBy(heldBytes)) {
      relieve();
    }
  }

  private void relieve() {
    if (composing > 0 || isRelieving) {
      return; // checked again at the end of the turn
    }
    isRelieving = true;
    try {
      for (int i = 0; i < flushes.size() && budget.isOverdrawnBy(heldBytes); i++) {
        if (flushes.get(i) instanceof StreamLink link && !inUse.test(link)) {
          link.endTurn();
        }
      }
      recount();
      long held = shedder.sum(members);
      if (budget.isOverdrawnBy(held)) {
        int _ = shed(held, budget.keeps(held), false);
      }
    } finally {
      isRelieving = false;
    }
  }

  // Out of memory.

  /// Closes sessions if the heap was full since the last check. Nothing here allocates before the
  /// sessions have released their memory.
  void shedIfHeapWasFull() {
    int errors = failures.errors();
    if (errors != handledErrors) {
      handledErrors = errors;
      recount();
      long before = shedder.sum(members);
      int count = shed(before, failures.keeps(before), true);
      failures.shed(count, before - shedder.sum(members));
    }
  }

  /// Closes sessions until the others hold at most `goal` bytes.
  ///
  /// @return the number of sessions closed
  private int shed(long held, long goal, boolean isOutOfMemory) {
    callbacks.enter(); // no session is notified before all memory is released
    try {
      int count = shedder.choose(members, held, goal, inUse);
      for (int i = 0; isOutOfMemory && i < count; i++) {
        StreamLink link = shedder.chosen(i);
        if (link != null) {
          link.letGo();
        }
      }
      for (int i = 0; i < count; i++) {
        close(shedder.take(i), isOutOfMemory);
      }
      return count;
    } finally {
      callbacks.exit();
    }
  }

  private void close(@Nullable StreamLink link, boolean isOutOfMemory) {
    try {
      if (link != null) {
        link.crowdedOut(isOutOfMemory);
      }
    } catch (Throwable e) {
      failures.happened(e); // its memory is released, and the next sweep closes it
    }
  }
}
