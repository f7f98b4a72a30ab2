package dev.parley.chat.internal.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What is kept of members with proven names: up to where they have read. Markers move often, so
/// they are written together, every few seconds. Confined to the hub's loop.
///
/// ```
///   read:AUTHOR ROOM   a place
/// ```
final class Kept {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final String READ = "read:";

  private final Hub hub;
  private final Map<String, Long> read = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  Kept(Hub hub, Map<String, String> settings) {
    this.hub = hub;
    settings.forEach((key, value) -> {
      if (key.startsWith(READ)) {
        read.put(key.substring(READ.length()), Long.parseLong(value));
      }
    });
  }

  /// A member with a proven name is here again.
  void restore(Member member) {
    String begin = member.author + " ";
    read.forEach((key, seq) -> {
      if (key.startsWith(begin)) {
        member.read(key.substring(begin.length()), seq);
      }
    });
  }

  /// A member has read on.
  void read(Member member, String room) {
    if (!member.isProven) {
      return;
    }
    String key = member.author + " " + room;
    read.put(key, member.read(room));
    if (changed.isEmpty()) {
      var _ = hub.loop.after(INTERVAL, this::write);
    }
    changed.add(key);
  }

  private void write() {
    for (String key : changed) {
      hub.keep(READ + key, String.valueOf(read.getOrDefault(key, 0L)));
    }
    changed.clear();
  }
}
