package dev.parley.chat.client;

import dev.parley.chat.protocol.Notice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts notices together that have come in parts, in any order, some of them twice. Holds few at a
/// time: the oldest give way, and come again as a whole. Pure; confined to its caller.
final class Parts {
  /// The most notices that are incomplete at a time.
  static final int MAX_OPEN = 32;

  /// The most parts of a notice.
  static final int MAX_PARTS = 512;

  /// The most characters of a part.
  static final int MAX_CHARS = 2_000;

  /// The most characters of the id of a notice.
  private static final int MAX_ID = 128;

  private final Map<String, Gathered> open = new LinkedHashMap<>();

  private static final class Gathered {
    private final @Nullable String[] parts;
    private int missing;

    private Gathered(int parts) {
      this.parts = new String[parts];
      this.missing = parts;
    }
  }

  /// Takes a part.
  ///
  /// @return the JSON of the notice if it is complete now; otherwise null
  @Nullable String add(Notice.Part part) {
    if (part.parts() < 1
        || part.parts() > MAX_PARTS
        || part.part() < 1
        || part.part() > part.parts()
        || part.data().length() > MAX_CHARS
        || part.of().length() > MAX_ID) {
      return null;
    }
    Gathered gathered = open.get(part.of());
    if (gathered == null || gathered.parts.length != part.parts()) {
      open.remove(part.of());
      if (open.size() == MAX_OPEN) {
        open.remove(open.keySet().iterator().next());
      }
      gathered = new Gathered(part.parts());
      open.put(part.of(), gathered);
    }
    if (gathered.parts[part.part() - 1] == null) {
      gathered.parts[part.part() - 1] = part.data();
      gathered.missing--;
    }
    if (gathered.missing > 0) {
      return null;
    }
    open.remove(part.of());
    return String.join("", gathered.parts);
  }

  /// Forgets all.
  void clear() {
    open.clear();
  }
}
