package dev.parley.history;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Puts the replies about one room into the order of the calls: what was appended while a part of
/// the log is being read is answered after that. Confined to the writer's thread.
final class ReplyOrder {
  /// The place of a reply.
  static final class Place {
    private @Nullable Runnable reply;
  }

  private final ArrayDeque<Place> held = new ArrayDeque<>();

  /// Replies, at once if nothing before it is missing.
  void reply(Runnable reply) {
    if (held.isEmpty()) {
      reply.run();
    } else {
      place().reply = reply;
    }
  }

  /// Keeps the place of a reply that comes later.
  Place place() {
    Place place = new Place();
    held.add(place);
    return place;
  }

  /// Replies at a place, and with what was held back by it.
  void reply(Place place, Runnable reply) {
    place.reply = reply;
    while (!held.isEmpty()) {
      Runnable next = held.element().reply;
      if (next == null) {
        return;
      }
      held.remove();
      next.run();
    }
  }

  /// Returns true if nothing is held back.
  boolean isEmpty() {
    return held.isEmpty();
  }
}
