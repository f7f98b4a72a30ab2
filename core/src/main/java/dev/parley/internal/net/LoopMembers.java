package dev.parley.internal.net;

import dev.parley.internal.net.EventLoop.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The list of links and other objects that live on one loop. Adding and removing one takes
/// constant time; removal changes the order. Confined to its loop, except for [#receivers].
final class LoopMembers {
  private final ArrayList<Member> members = new ArrayList<>();

  /// Held while the list changes, and by other threads that read it. The loop reads without it.
  private final ReentrantLock changing = new ReentrantLock();

  /// Runs in advance what may later run for the first time without memory: an expression that could
  /// not be linked then could never be again. Before there are any members.
  void rehearse(CallbackNesting callbacks) {
    add(new Rehearsing());
    sweep(0, callbacks);
    abandon(callbacks);
  }

  private static final class Rehearsing extends Member {
    @Override
    public void sweep(long nowNanos) {}

    @Override
    public void abandon() {}

    @Override
    public Object receiver() {
      return this;
    }
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  int size() {
    return members.size();
  }

  /// Returns the member at an index, from 0 and less than [#size].
  Member get(int index) {
    return members.get(index);
  }

  void add(Member member) {
    changing.lock();
    try {
      members.add(member);
    } finally {
      changing.unlock();
    }
    member.index = members.size() - 1;
  }

  /// Removes a member, if it is here. The last one takes its index, so that the others need not
  /// move.
  void remove(Member member) {
    int index = member.index;
    if (index < 0) {
      return;
    }
    changing.lock();
    try {
      Member last = members.removeLast();
      if (index < members.size()) {
        members.set(index, last);
        last.index = index;
      }
    } finally {
      changing.unlock();
    }
    member.index = -1;
  }

  /// Checks the deadlines of all members.
  void sweep(long nowNanos, CallbackNesting callbacks) {
    // Backwards, since the last member takes the place of one that leaves.
    for (int i = members.size() - 1; i >= 0; i--) {
      if (i < members.size()) {
        Member member = members.get(i);
        callbacks.run(() -> member.sweep(nowNanos));
      }
    }
  }

  /// Closes all members.
  void abandon(CallbackNesting callbacks) {
    while (!members.isEmpty()) {
      Member member = members.getLast();
      callbacks.run(member::abandon);
      remove(member);
    }
  }

  /// Returns the receivers above the members. Safe for any thread.
  List<Object> receivers() {
    changing.lock();
    try {
      List<Object> receivers = new ArrayList<>(members.size());
      for (Member member : members) {
        receivers.add(member.receiver());
      }
      return receivers;
    } finally {
      changing.unlock();
    }
  }
}
