package dev.parley.bench.peer;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The orders to a server that says things to its members: `say BYTES`, which has no answer, and
/// the questions `members` and `allocated`, which a number answers. Who gives an order is no
/// member. Safe for any thread.
final class ChatOrders {
  private static final int LETTERS = 26;

  private final Chat chat;

  /// A thread of its own, as a chat's message may come from anywhere but the members' loops.
  private final ExecutorService talker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("talker").daemon().factory());

  /// The members.
  interface Chat {
    /// Sends a message to all of them. Called on the talker's thread.
    void say(byte[] message);

    /// Returns how many there are.
    int members();
  }

  ChatOrders(Chat chat) {
    this.chat = chat;
  }

  /// Follows an order; null if it has no answer.
  @Nullable String follow(String order) {
    if (order.startsWith("say ")) {
      int size = Integer.parseInt(order.substring(4));
      talker.execute(() -> chat.say(letters(size)));
      return null;
    }
    return Long.toString(order.equals("members") ? chat.members() : allocatedBytes());
  }

  private static byte[] letters(int size) {
    byte[] letters = new byte[size];
    for (int i = 0; i < size; i++) {
      letters[i] = (byte) ('a' + i % LETTERS);
    }
    return letters;
  }

  /// Returns what all threads have allocated, those that have ended included.
  private static long allocatedBytes() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class)
        .getTotalThreadAllocatedBytes();
  }
}
