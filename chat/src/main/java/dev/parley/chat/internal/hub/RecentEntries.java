package dev.parley.chat.internal.hub;

import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.State;
import dev.parley.chat.history.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last entries of a room, without holes, so that those who come need not ask the log. Confined
/// to the hub's loop.
final class RecentEntries {
  static final int MAX_ENTRIES = 200;

  /// A bound on the characters of all texts.
  private static final int MAX_CHARS = Page.MAX_CHARACTERS;

  private final List<Entry> entries = new ArrayList<>(4);
  private int chars;

  boolean isEmpty() {
    return entries.isEmpty();
  }

  long first() {
    return entries.getFirst().seq();
  }

  private long last() {
    return entries.getLast().seq();
  }

  void add(Entry entry) {
    if (!entries.isEmpty() && entry.seq() != last() + 1) {
      clear();
    }
    entries.add(entry);
    chars += entry.text().length();
    while (entries.size() > MAX_ENTRIES || (chars > MAX_CHARS && entries.size() > 1)) {
      chars -= entries.removeFirst().text().length();
    }
  }

  /// Takes the end of the log as it was read.
  void replace(List<Entry> end) {
    clear();
    end.forEach(this::add);
  }

  void clear() {
    entries.clear();
    chars = 0;
  }

  /// Returns true if one more entry may be too much: there are as many as a page of the log has.
  boolean isFull() {
    return entries.size() == MAX_ENTRIES || chars > MAX_CHARS - ChatLimits.MAX_TEXT_BYTES;
  }

  int size() {
    return entries.size();
  }

  @Nullable Entry at(long seq) {
    return entries.isEmpty() || seq < first() || seq > last()
        ? null
        : entries.get((int) (seq - first()));
  }

  /// Returns the entries from a place on, which must be one of these or the next.
  List<Entry> from(long seq) {
    return entries.isEmpty()
        ? List.of()
        : List.copyOf(entries.subList((int) (seq - first()), entries.size()));
  }

  /// Changes a message, if it is here.
  void change(long seq, String text, State state) {
    Entry before = at(seq);
    if (before != null) {
      chars += text.length() - before.text().length();
      entries.set((int) (seq - first()), before.with(text, state));
    }
  }

  /// A message is deleted: its text and those of its edits go.
  void delete(long seq) {
    change(seq, "", State.DELETED);
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.kind() == Entry.Kind.EDIT && entry.target() == seq) {
        change(entry.seq(), "", State.DELETED);
      }
    }
  }
}
