package dev.parley.reload;

import dev.parley.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The state of a [Followed] after it has taken the content of its files.
///
/// @param added what is new, by names for people that are not secret
/// @param removed what is gone; anything replaced is in both lists
/// @param count the number of items in effect
/// @param faults the files that cannot be used, each with a reason that quotes nothing of them
public record Taken(
    List<String> added, List<String> removed, int count, Map<Path, Problem> faults) {
  /// Copies the collections.
  public Taken {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    faults = Map.copyOf(faults);
  }
}
