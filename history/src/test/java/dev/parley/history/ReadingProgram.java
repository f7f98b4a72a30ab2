package dev.parley.history;

import dev.parley.chat.history.LogState;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Prints the rooms of a folder or a backup; in a process of its own, which has not loaded SQLite
/// before.
final class ReadingProgram {
  private ReadingProgram() {}

  /// Prints them.
  ///
  /// @param args the folder, or the file
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (LogState log : HistoryFiles.rooms(Path.of(args[0]))) {
      out.println(log.room() + " " + log.last());
    }
  }
}
