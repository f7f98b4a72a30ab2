package dev.parley.chat.client;

import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The messages of a client in one room that are not acknowledged, in their order. Those under way
/// are few, since the server delays who sends too much; after a loss of the connection they are
/// sent again first. Pure; confined to its caller.
final class Outgoing {
  /// One message.
  ///
  /// @param id the client's own name for it
  /// @param said what to send
  /// @param chars the length of its text
  /// @param done completes when it is acknowledged, or will not be
  record Pending(String id, Request said, int chars, CompletableFuture<Notice.Ack> done) {
    void fail(Problem why, Notice.@Nullable Refused refused) {
      done.completeExceptionally(new ChatClientException(why, refused));
    }
  }

  /// The most messages under way on a stream. Over datagrams it is one, since only then does a lost
  /// one not arrive behind the next.
  static final int MAX_UNDER_WAY = 16;

  /// The most characters under way, unless one message alone has more.
  static final int MAX_CHARS_UNDER_WAY = 16 << 10;

  /// By their ids, in their order.
  private final LinkedHashMap<String, Pending> waiting = new LinkedHashMap<>();

  private final LinkedHashMap<String, Pending> underWay = new LinkedHashMap<>();
  private int charsUnderWay;

  /// Adds a message behind all others.
  ///
  /// @return false if there is one with its id
  boolean add(Pending pending) {
    return !underWay.containsKey(pending.id())
        && waiting.putIfAbsent(pending.id(), pending) == null;
  }

  /// Sends what may be sent now.
  ///
  /// @param most the most messages under way
  /// @param send returns false for a message that it has failed at once
  void flush(int most, Predicate<Pending> send) {
    while (!waiting.isEmpty() && underWay.size() < most) {
      Pending next = waiting.firstEntry().getValue();
      if (!underWay.isEmpty() && charsUnderWay + next.chars() > MAX_CHARS_UNDER_WAY) {
        return;
      }
      waiting.remove(next.id());
      if (send.test(next)) {
        underWay.put(next.id(), next);
        charsUnderWay += next.chars();
      }
    }
  }

  /// Takes the message with this id out, wherever it is; null if there is none.
  @Nullable Pending remove(String id) {
    Pending found = underWay.remove(id);
    if (found == null) {
      return waiting.remove(id);
    }
    charsUnderWay -= found.chars();
    return found;
  }

  /// The connection is gone: what was under way waits again, before the others.
  void disconnected() {
    for (Pending pending : List.copyOf(underWay.sequencedValues().reversed())) {
      waiting.putFirst(pending.id(), pending);
    }
    underWay.clear();
    charsUnderWay = 0;
  }

  /// Takes all out.
  List<Pending> removeAll() {
    disconnected();
    List<Pending> all = List.copyOf(waiting.values());
    waiting.clear();
    return all;
  }

  /// Returns true if something was not sent on this connection.
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  boolean isEmpty() {
    return waiting.isEmpty() && underWay.isEmpty();
  }
}
