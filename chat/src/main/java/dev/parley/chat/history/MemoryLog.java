package dev.parley.chat.history;

import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The log of one room in memory. Confined to the thread of its [MemoryHistory].
final class MemoryLog {
  private final String epoch;
  private final int maxEntries;
  private final long maxChars;
  private final boolean isKept;

  /// What is kept, without holes; at the beginning are up to an eighth more than the maximum, so
  /// that not every entry moves all of them.
  private final List<Entry> entries = new ArrayList<>();

  /// Those of what is kept, or of the last entries where nothing is.
  private final LinkedHashMap<Id, Told> ids = new LinkedHashMap<>();

  private long last;
  private long chars;

  /// How a client knows its message.
  private record Id(String author, String id) {}

  /// What was told under an id, so that another text under it is found out.
  private record Told(long seq, Instant time, Kind kind, long target, int length, int hash) {
    static Told of(Draft draft, long seq, Instant time) {
      return new Told(
          seq, time, draft.kind(), draft.target(), draft.text().length(), draft.text().hashCode());
    }

    boolean isSame(Draft draft) {
      return of(draft, seq, time).equals(this);
    }
  }

  /// @param isKept false if only the numbers are given
  MemoryLog(String epoch, int maxEntries, long maxChars, boolean isKept) {
    this.epoch = epoch;
    this.maxEntries = maxEntries;
    this.maxChars = maxChars;
    this.isKept = isKept;
  }

  LogState state(String room) {
    return new LogState(room, epoch, first(), last);
  }

  private long first() {
    return last - entries.size() + 1;
  }

  /// Returns null if the id was used for something else.
  @Nullable Appended append(Draft draft, Instant now) {
    Id id = new Id(draft.author(), draft.id());
    Told told = ids.get(id);
    if (told != null) {
      return told.isSame(draft) ? new Appended(told.seq(), told.time(), true) : null;
    }
    last++;
    ids.put(id, Told.of(draft, last, now));
    if (isKept) {
      keep(draft, now);
    } else if (ids.size() > maxEntries) {
      var _ = ids.pollFirstEntry();
    }
    return new Appended(last, now, false);
  }

  private void keep(Draft draft, Instant now) {
    entries.add(
        new Entry(
            last,
            now,
            draft.kind(),
            draft.sender(),
            draft.author(),
            draft.id(),
            draft.text(),
            draft.target(),
            State.ORIGINAL));
    chars += draft.text().length();
    switch (draft.kind()) {
      case EDIT -> change(draft.target(), draft.text(), State.EDITED);
      case DELETE -> {
        change(draft.target(), "", State.DELETED);
        forgetEdits(draft.target());
      }
      default -> {}
    }
    if (entries.size() > maxEntries + maxEntries / 8 || chars > maxChars + maxChars / 8) {
      forgetOldest();
    }
  }

  private void change(long seq, String text, State state) {
    int index = (int) (seq - first());
    if (seq >= first() && index < entries.size()) {
      Entry before = entries.get(index);
      chars += text.length() - before.text().length();
      entries.set(index, before.with(text, state));
    }
  }

  private void forgetEdits(long target) {
    for (long seq = Math.max(target, first()); seq < last; seq++) {
      Entry entry = entries.get((int) (seq - first()));
      if (entry.kind() == Kind.EDIT && entry.target() == target) {
        change(seq, "", State.DELETED);
      }
    }
  }

  private void forgetOldest() {
    int count = 0;
    while (count < entries.size() - 1
        && (entries.size() - count > maxEntries || chars > maxChars)) {
      Entry oldest = entries.get(count++);
      chars -= oldest.text().length();
      ids.remove(new Id(oldest.author(), oldest.id()));
    }
    entries.subList(0, count).clear();
  }

  Page after(long seq, int limit) {
    long from = Math.max(Math.max(seq, 0) + 1, first());
    if (from > last) {
      return new Page(List.of(), false);
    }
    int begin = (int) (from - first());
    int most = Math.min(entries.size() - begin, limit);
    int end = begin + 1;
    long characters = textAt(begin);
    while (end - begin < most && characters + textAt(end) <= Page.MAX_CHARACTERS) {
      characters += textAt(end);
      end++;
    }
    return new Page(entries.subList(begin, end), end < entries.size());
  }

  Page before(long seq, int limit) {
    int end = (int) (Math.min(seq, last + 1) - first());
    if (end <= 0) {
      return new Page(List.of(), false);
    }
    int least = Math.max(end - limit, 0);
    int begin = end - 1;
    long characters = textAt(begin);
    while (begin > least && characters + textAt(begin - 1) <= Page.MAX_CHARACTERS) {
      begin--;
      characters += textAt(begin);
    }
    return new Page(entries.subList(begin, end), begin > 0);
  }

  /// Returns the length of a text.
  private int textAt(int index) {
    return entries.get(index).text().length();
  }

  /// Clock times may go back, so this looks at all of them.
  long at(Instant time) {
    for (Entry entry : entries) {
      if (!entry.time().isBefore(time)) {
        return entry.seq();
      }
    }
    return last + 1;
  }

  /// Finds messages, newest first.
  void find(Words words, long beforeMillis, int limit, Consumer<Entry> found) {
    int left = limit;
    for (int i = entries.size() - 1; i >= 0 && left > 0; i--) {
      Entry entry = entries.get(i);
      if (MemoryHistory.isFound(entry)
          && entry.time().toEpochMilli() < beforeMillis
          && words.areIn(entry.text())) {
        found.accept(entry);
        left--;
      }
    }
  }
}
