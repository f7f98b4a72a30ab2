package dev.parley.limit;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Makes hash tables by source that survive a full memory.
///
/// A [HashMap] that finds no memory for its first array takes one of a wrong size the next time,
/// and loses entries from then on; so it gets that array at once. Later it does without a larger
/// one.
public final class SourceTable {
  private static final Source ANY = Source.of(new InetSocketAddress(0));

  private SourceTable() {}

  /// An empty table.
  public static <V> Map<Source, V> empty() {
    return ready(new HashMap<>());
  }

  static <M extends Map<Source, ?>> M ready(M table) {
    var _ = table.computeIfAbsent(ANY, _ -> null);
    return table;
  }
}
