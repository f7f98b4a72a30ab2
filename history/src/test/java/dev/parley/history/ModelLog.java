package dev.parley.history;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import dev.parley.chat.history.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the log of a room should be: the contract of [dev.parley.chat.history.History] written down
/// in the simplest way.
final class ModelLog {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Draft> drafts = new HashMap<>();
  private final Map<String, Appended> places = new HashMap<>();

  /// Appends; empty if the id was used for another text.
  Optional<Appended> append(Draft draft, Instant time) {
    String id = draft.author() + "\0" + draft.id();
    Draft known = drafts.get(id);
    if (known != null) {
      Appended place = places.get(id);
      boolean isGone = entries.get((int) place.seq() - 1).state() == State.DELETED;
      boolean isSame =
          known.kind() == draft.kind()
              && known.target() == draft.target()
              && known.text().equals(draft.text());
      return isSame || isGone
          ? Optional.of(new Appended(place.seq(), place.time(), true))
          : Optional.empty();
    }
    Appended place = new Appended(entries.size() + 1, time, false);
    drafts.put(id, draft);
    places.put(id, place);
    entries.add(
        new Entry(
            place.seq(),
            time,
            draft.kind(),
            draft.sender(),
            draft.author(),
            draft.id(),
            draft.text(),
            draft.target(),
            State.ORIGINAL));
    change(draft);
    return Optional.of(place);
  }

  private void change(Draft draft) {
    if (draft.kind() != Kind.EDIT && draft.kind() != Kind.DELETE) {
      return;
    }
    if (draft.target() < 1 || draft.target() >= entries.size()) {
      return;
    }
    int target = (int) draft.target() - 1;
    Entry message = entries.get(target);
    if (!message.isMessage()) {
      return;
    }
    boolean isGone = draft.kind() == Kind.DELETE || message.state() == State.DELETED;
    if (isGone) {
      entries.set(target, with(message, "", State.DELETED));
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        if (entry.kind() == Kind.EDIT && entry.target() == draft.target()) {
          entries.set(i, with(entry, "", State.DELETED));
        }
      }
    } else {
      entries.set(target, with(message, draft.text(), State.EDITED));
    }
  }

  private static Entry with(Entry entry, String text, State state) {
    return new Entry(
        entry.seq(),
        entry.time(),
        entry.kind(),
        entry.sender(),
        entry.author(),
        entry.id(),
        text,
        entry.target(),
        state);
  }

  Page after(long seq, int limit) {
    List<Entry> found = entries.stream().filter(entry -> entry.seq() > seq).toList();
    return found.size() > limit ? new Page(found.subList(0, limit), true) : new Page(found, false);
  }

  Page before(long seq, int limit) {
    List<Entry> found = entries.stream().filter(entry -> entry.seq() < seq).toList();
    return found.size() > limit
        ? new Page(found.subList(found.size() - limit, found.size()), true)
        : new Page(found, false);
  }

  long at(Instant time) {
    return entries.stream()
        .filter(entry -> !entry.time().isBefore(time))
        .mapToLong(Entry::seq)
        .findFirst()
        .orElse(entries.size() + 1);
  }

  /// The messages whose texts contain `word`, newest first.
  List<Long> search(String word) {
    return entries.reversed().stream()
        .filter(entry -> entry.isMessage() && entry.text().contains(word))
        .map(Entry::seq)
        .toList();
  }

  long last() {
    return entries.size();
  }
}
