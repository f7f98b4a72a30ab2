package dev.parley.reload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a [Followed] stands after it has taken what its files hold now.
///
/// @param added what is there since, by names that people know it by and that are no secret
/// @param removed what is gone since; what was replaced is in both lists
/// @param count how much there is now
/// @param faults the files that cannot be used, each with a sentence that repeats nothing of them
public record Taken(List<String> added, List<String> removed, int count, Map<Path, String> faults) {
  /// Takes copies.
  public Taken {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    faults = Map.copyOf(faults);
  }
}
