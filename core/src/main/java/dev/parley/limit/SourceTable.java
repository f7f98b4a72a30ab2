package dev.parley.limit;

import java.util.HashMap;
import java.util.Map;

/// Creates hash tables by source that survive running out of memory.
///
/// If a [HashMap] cannot allocate its first array, it later allocates one of the wrong size and
/// loses entries from then on; so that array is allocated up front. A failure to grow later is
/// harmless.
public final class SourceTable {
  private SourceTable() {}

  /// Returns an empty table.
  public static <V> Map<Source, V> empty() {
    return ready(new HashMap<>());
  }

  /// Allocates the array of an empty table. The key is not a source: the first hash of one takes
  /// some 10 ms ([SecretHash]), and tables are created while a server starts.
  @SuppressWarnings("unchecked") // the key is looked up, but nothing is added
  static <M extends Map<Source, ?>> M ready(M table) {
    Map<Object, Object> anyKeys = (Map<Object, Object>) (Map<?, ?>) table;
    var _ = anyKeys.computeIfAbsent("", _ -> null);
    return table;
  }
}
