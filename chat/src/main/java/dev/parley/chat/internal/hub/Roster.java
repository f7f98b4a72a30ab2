package dev.parley.chat.internal.hub;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who has which name: members who are here, and those who are gone and may take theirs back.
/// Confined to the hub's loop.
final class Roster {
  private final Map<String, Member> byKey = new HashMap<>();
  private final Map<String, Member> byAuthor = new HashMap<>();
  private long guests;

  /// Returns the member with a name, as it is compared; null if there is none.
  @Nullable Member named(String key) {
    return byKey.get(key);
  }

  /// Returns the member that a log knows by this; null if it is not here.
  @Nullable Member author(String author) {
    return byAuthor.get(author);
  }

  void add(Member member) {
    if (byKey.putIfAbsent(member.key, member) != null) {
      throw new IllegalStateException("this name is taken");
    }
    byAuthor.put(member.author, member);
  }

  void remove(Member member) {
    boolean _ = byKey.remove(member.key, member);
    boolean _ = byAuthor.remove(member.author, member);
  }

  /// Gives a member another name, which must be free or its own.
  void rename(Member member, String name, String key) {
    remove(member);
    member.name = name;
    member.key = key;
    add(member);
  }

  /// Returns a name that is free.
  String freeGuestName() {
    String name;
    do {
      name = "guest" + ++guests;
    } while (byKey.containsKey(name));
    return name;
  }

  Collection<Member> members() {
    return Collections.unmodifiableCollection(byKey.values());
  }
}
