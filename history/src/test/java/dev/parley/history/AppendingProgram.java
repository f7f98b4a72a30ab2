package dev.parley.history;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.History.Reply;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/// Appends to a history and prints what was answered: `ready`, then for each `ID SEQ` or `ID
/// FAULT`.
///
/// With a prefix as its second argument as fast as it can, until it is killed; else each line of
/// its input is an id.
final class AppendingProgram {
  static final String ROOM = "#lobby";
  private static final int UNDER_WAY = 200;
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private AppendingProgram() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    SqliteHistory history = SqliteHistory.open(Path.of(arguments[0]));
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    OUT.println("ready");
    if (arguments.length > 1) {
      appendForEver(history, arguments[1]);
    } else {
      appendWhatIsAsked(history);
    }
  }

  private static void appendForEver(SqliteHistory history, String prefix)
      throws InterruptedException {
    Semaphore places = new Semaphore(UNDER_WAY);
    for (int i = 0; ; i++) {
      places.acquire();
      append(history, prefix + i, places);
    }
  }

  private static void appendWhatIsAsked(SqliteHistory history) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String id = input.readLine(); id != null; id = input.readLine()) {
      append(history, id, new Semaphore(0));
    }
    history.close();
  }

  private static void append(SqliteHistory history, String id, Semaphore places) {
    history.append(
        ROOM,
        Drafts.text(id, "the text 的 " + id),
        new Reply<>() {
          @Override
          public void done(Appended place) {
            OUT.println(id + " " + place.seq());
            places.release();
          }

          @Override
          public void failed(HistoryFault fault) {
            OUT.println(id + " " + fault);
            places.release();
          }
        });
  }
}
