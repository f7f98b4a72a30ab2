package dev.parley.cli.chat;

import dev.parley.chat.history.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The latest messages of a room as they were shown, to say which one is changed: they have no
/// numbers on the screen. Pure; confined to its caller.
final class ShownEntries {
  /// The most messages and changes that are remembered.
  static final int MAX = 200;

  /// By their places: messages as they are now, and for each change what it has changed.
  private final Map<Long, Entry> entries = new LinkedHashMap<>();

  /// An entry is shown, perhaps again.
  ///
  /// @return for a change, the message as it was before; null if it is not known
  @Nullable Entry shown(Entry entry) {
    if (entry.isMessage()) {
      remember(entry.seq(), entry);
      return null;
    }
    Entry before = entries.get(entry.seq());
    if (before != null) {
      return before;
    }
    Entry target = entries.get(entry.target());
    if (target == null || entry.kind() == Entry.Kind.TOPIC) {
      return null;
    }
    remember(entry.seq(), target);
    remember(
        entry.target(),
        entry.kind() == Entry.Kind.DELETE
            ? target.with("", Entry.State.DELETED)
            : target.with(entry.text(), Entry.State.EDITED));
    return target;
  }

  private void remember(long seq, Entry entry) {
    entries.put(seq, entry);
    if (entries.size() > MAX) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /// The log was made anew, and has other places.
  void forget() {
    entries.clear();
  }
}
