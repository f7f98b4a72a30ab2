package dev.parley.cli.terminal;

import dev.parley.problem.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;

/// The lines typed at a prompt, for the arrow keys; also saved in a [HistoryFile], if there is one.
/// If that file fails, it is given up with one sentence. Confined to the line reader's thread.
public final class KeptHistory extends DefaultHistory {
  private final Consumer<Problem> notes;
  private @Nullable HistoryFile file;

  /// Creates a history that is not saved.
  public KeptHistory() {
    this(null, _ -> {});
  }

  /// @param file null for none
  /// @param notes receives a sentence if the file fails
  public KeptHistory(@Nullable HistoryFile file, Consumer<Problem> notes) {
    this.file = file;
    this.notes = notes;
  }

  /// Reads the file. To be called once a reader is attached.
  void recall() {
    if (file != null) {
      try {
        file.lines().forEach(line -> internalAdd(Instant.EPOCH, line));
        moveToEnd();
      } catch (IOException e) {
        giveUp(e);
      }
    }
  }

  @Override
  public void add(Instant time, String line) {
    int before = last();
    super.add(time, line);
    if (file != null && last() != before) {
      try {
        file.append(line);
      } catch (IOException e) {
        giveUp(e);
      }
    }
  }

  private void giveUp(IOException e) {
    file = null;
    notes.accept(HistoryFile.notKept(e));
  }
}
