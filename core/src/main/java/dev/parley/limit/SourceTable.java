package dev.parley.limit;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Creates hash tables by source that survive running out of memory.
///
/// If a [HashMap] cannot allocate its first array, it later allocates one of the wrong size and
/// loses entries from then on; so that array is allocated up front. A failure to grow later is
/// harmless.
public final class SourceTable {
  private static final Source ANY = Source.of(new InetSocketAddress(0));

  private SourceTable() {}

  /// Returns an empty table.
  public static <V> Map<Source, V> empty() {
    return ready(new HashMap<>());
  }

  static <M extends Map<Source, ?>> M ready(M table) {
    var _ = table.computeIfAbsent(ANY, _ -> null);
    return table;
  }
}
