package dev.parley.chat.client;

import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far a client has come in the log of one room: passes on each entry once, in order, and keeps
/// those that have come too early until what is before them is here. Pure; confined to its caller.
///
/// ```
///   … passed on … │ hole │ ahead │ hole │ ahead        the log of `epoch`
///                seq                         last
/// ```
///
/// Before the first entry of a log it may be unknown where what the server sends begins: then the
/// first one that comes says so.
final class RoomLog {
  /// What has a place in the log.
  sealed interface Item {
    /// Returns the place.
    long seq();

    /// An entry that the server has sent.
    record Other(Entry entry) implements Item {
      @Override
      public long seq() {
        return entry.seq();
      }
    }

    /// A message of this client, acknowledged.
    record Own(Notice.Ack ack) implements Item {
      @Override
      public long seq() {
        return ack.seq();
      }
    }
  }

  /// Receives what a log passes on.
  interface Output {
    /// The next item.
    void passed(Item item);

    /// A hole that stays; see [RoomListener#notRecovered].
    void notRecovered(long first, long last);
  }

  /// The most items that may wait behind a hole; what comes beyond is asked for later.
  static final int MAX_AHEAD = 1_000;

  /// The most characters that may wait behind a hole.
  static final int MAX_AHEAD_CHARS = 1 << 20;

  /// How many entries before its end a log is read from, where the client chooses.
  static final int FIRST_ENTRIES = 100;

  /// The highest place: what JSON numbers carry exactly. Higher ones are ignored.
  static final long MAX_PLACE = (1L << 53) - 1;

  /// The most ranges that a client asks for at once.
  private static final int MAX_RANGES = 16;

  private final Output output;
  private final TreeMap<Long, Item> ahead = new TreeMap<>();
  private int aheadChars;
  private @Nullable String epoch;

  /// Everything up to here was passed on or is lost; -1 while nothing is known of the log.
  private long seq = -1;

  /// The highest place that is known to exist.
  private long last;

  /// False while the first entry that comes says where to begin.
  private boolean isPlaced;

  RoomLog(Output output) {
    this.output = output;
  }

  /// Returns what to tell the server when entering the room.
  Request.Position position(String room) {
    return seq < 0 ? new Request.Position(room, null, 0) : new Request.Position(room, epoch, seq);
  }

  @Nullable String epoch() {
    return epoch;
  }

  /// Returns the place up to which everything was passed on or is lost; less than 0 if nothing is
  /// known.
  long seq() {
    return seq;
  }

  /// Returns true if there is more than has come.
  boolean isBehind() {
    return isPlaced && seq < last;
  }

  /// Returns true if something waits behind a hole.
  boolean hasHole() {
    return !ahead.isEmpty();
  }

  /// The server has said where the log stands.
  ///
  /// @param isReliable true if what follows comes in order and without loss; over datagrams it may
  ///   not, and the client itself chooses where it begins
  void entered(Notice.Room room, boolean isReliable) {
    long end = Math.clamp(room.last(), 0, MAX_PLACE);
    long begin = Math.clamp(room.first(), 1, end + 1);
    if (!room.epoch().equals(epoch)) {
      boolean isAnother = epoch != null;
      epoch = room.epoch();
      ahead.clear();
      aheadChars = 0;
      seq = -1;
      last = end;
      isPlaced = false;
      if (isAnother) {
        output.notRecovered(1, 0);
      }
    } else {
      last = Math.max(last, end);
      isPlaced = isPlaced && room.isRecovered();
    }
    if (!isPlaced && begin > end) {
      place(end);
    } else if (!isPlaced && !isReliable) {
      place(Math.max(begin - 1, end - FIRST_ENTRIES));
    }
  }

  /// Begins behind a place.
  private void place(long base) {
    isPlaced = true;
    if (seq < 0) {
      seq = base;
    } else if (base > seq) {
      lost(base);
    }
    drain();
  }

  /// Gives up all that has not come up to a place.
  private void lost(long to) {
    long from = seq + 1;
    seq = to;
    while (!ahead.isEmpty() && ahead.firstKey() <= to) {
      Item early = ahead.pollFirstEntry().getValue();
      aheadChars -= chars(early);
      if (early.seq() > from) {
        output.notRecovered(from, early.seq() - 1);
      }
      from = early.seq() + 1;
      output.passed(early);
    }
    if (from <= to) {
      output.notRecovered(from, to);
    }
  }

  /// Something with a place has come. What is here already is dropped.
  void arrived(Item item) {
    if (epoch == null || item.seq() < 1 || item.seq() > MAX_PLACE) {
      return;
    }
    if (!isPlaced) {
      place(item.seq() - 1);
    }
    last = Math.max(last, item.seq());
    if (item.seq() == seq + 1) {
      seq = item.seq();
      output.passed(item);
      drain();
    } else if (item.seq() > seq && !ahead.containsKey(item.seq())) {
      int chars = chars(item);
      if (ahead.size() < MAX_AHEAD && aheadChars + chars <= MAX_AHEAD_CHARS) {
        ahead.put(item.seq(), item);
        aheadChars += chars;
      }
    }
  }

  private void drain() {
    while (!ahead.isEmpty() && ahead.firstKey() <= seq + 1) {
      Item next = ahead.pollFirstEntry().getValue();
      aheadChars -= chars(next);
      if (next.seq() == seq + 1) {
        seq = next.seq();
        output.passed(next);
      }
    }
  }

  private static int chars(Item item) {
    return item instanceof Item.Other(Entry entry) ? entry.text().length() : 0;
  }

  /// The answer to a question for what is behind [#seq] has come. What it leaves out between two of
  /// its entries is not for this member.
  ///
  /// @param asked the place that was told
  /// @return true if there is more to ask for
  boolean page(long asked, List<Item> entries, boolean hasMore) {
    long before = seq;
    for (Item entry : entries) {
      if (entry.seq() > MAX_PLACE) {
        continue;
      }
      if (entry.seq() > seq + 1 && seq == asked) {
        lost(entry.seq() - 1);
      } else if (entry.seq() > seq + 1) {
        skip(entry.seq() - 1);
      }
      arrived(entry);
    }
    if (hasMore && seq > before) {
      return isBehind();
    }
    if (!ahead.isEmpty()) {
      lost(ahead.firstKey() - 1);
      drain();
      return isBehind();
    }
    if (isBehind()) {
      lost(last);
    }
    return false;
  }

  /// Passes over places that are not for this member, but not over what has come.
  private void skip(long to) {
    while (seq < to) {
      Long early = ahead.isEmpty() ? null : ahead.firstKey();
      seq = early != null && early <= to ? early - 1 : to;
      drain();
    }
  }

  /// The server cannot tell what is missing.
  void giveUp() {
    if (!ahead.isEmpty()) {
      lost(ahead.firstKey() - 1);
      drain();
    } else if (isBehind()) {
      lost(last);
    }
  }

  /// There is more up to this place.
  void heardOf(long highest) {
    last = Math.max(last, Math.min(highest, MAX_PLACE));
  }

  /// The connection is gone. What waits behind a hole comes again.
  void disconnected() {
    ahead.clear();
    aheadChars = 0;
    last = seq;
  }

  /// Returns the holes, lowest first, at most 16.
  List<Request.Range> missing() {
    List<Request.Range> holes = new ArrayList<>();
    long from = seq + 1;
    for (long early : ahead.keySet()) {
      if (holes.size() == MAX_RANGES) {
        return holes;
      }
      if (early > from) {
        holes.add(new Request.Range(from, early - 1));
      }
      from = early + 1;
    }
    if (from <= last && holes.size() < MAX_RANGES) {
      holes.add(new Request.Range(from, last));
    }
    return holes;
  }
}
