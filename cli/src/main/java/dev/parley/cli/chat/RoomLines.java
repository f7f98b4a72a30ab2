package dev.parley.cli.chat;

import dev.parley.chat.history.Entry;
import java.util.ArrayList;
import java.util.List;

/// The entries of a room that are shown when the person goes there: some that were seen, and those
/// that have come since. All are kept in their last state: what was changed or deleted meanwhile is
/// not shown as it was. Pure; confined to its caller.
final class RoomLines {
  /// Entries that are kept for when the person comes back.
  static final int CONTEXT = 8;

  /// The most unseen entries that are kept.
  static final int MAX_UNSEEN = 200;

  private final List<Entry> seen = new ArrayList<>();
  private final List<Entry> unseen = new ArrayList<>();
  private long skipped;

  /// An entry was shown.
  void shown(Entry entry) {
    change(seen, entry);
    seen.add(entry);
    if (seen.size() > CONTEXT) {
      seen.removeFirst();
    }
  }

  /// An entry has come that is not shown now.
  void missed(Entry entry) {
    change(seen, entry);
    boolean isShownByItsTarget = change(unseen, entry);
    if (isShownByItsTarget) {
      return;
    }
    unseen.add(entry);
    if (unseen.size() > MAX_UNSEEN) {
      unseen.removeFirst();
      skipped++;
    }
  }

  /// Something of one's own has come that is shown elsewhere.
  void said(Entry entry) {
    if (unseen.isEmpty()) {
      shown(entry);
    } else {
      missed(entry);
    }
  }

  /// Does to entries what another one changes.
  ///
  /// @return true if the message that it changes is among them
  private static boolean change(List<Entry> entries, Entry change) {
    if (change.kind() != Entry.Kind.EDIT && change.kind() != Entry.Kind.DELETE) {
      return false;
    }
    // What an earlier change of the same message has made of it is not its last state.
    entries.removeIf(entry -> entry.kind() == Entry.Kind.EDIT && entry.target() == change.target());
    for (int at = entries.size() - 1; at >= 0; at--) {
      Entry entry = entries.get(at);
      if (entry.seq() == change.target() && entry.isMessage()) {
        if (change.kind() == Entry.Kind.DELETE) {
          entries.set(at, entry.with("", Entry.State.DELETED));
        } else if (change.state() != Entry.State.DELETED && entry.state() != Entry.State.DELETED) {
          entries.set(at, entry.with(change.text(), Entry.State.EDITED));
        }
        return true;
      }
    }
    return false;
  }

  /// Returns what was seen last.
  List<Entry> seen() {
    return List.copyOf(seen);
  }

  /// Returns what has come since, and counts it as seen.
  List<Entry> takeUnseen() {
    List<Entry> all = List.copyOf(unseen);
    unseen.clear();
    skipped = 0;
    all.forEach(this::shown);
    return all;
  }

  /// Returns how many unseen entries are not kept any more.
  long skipped() {
    return skipped;
  }

  /// The log was made anew: what is kept has places of the old one.
  void forget() {
    seen.clear();
  }
}
