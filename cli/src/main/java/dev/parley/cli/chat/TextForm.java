package dev.parley.cli.chat;

import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.Notice;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Lines for people and for `grep`: each line of the input is said in the first room, as it is;
/// what others say since this client has come is shown as `10:31 #lobby ada: hello`.
final class TextForm implements PipeForm {
  private final String room;
  private final EntryText texts;
  private final Consumer<Problem> faults;

  /// @param room where the input is said
  /// @param faults told what the server has refused
  TextForm(String room, EntryText texts, Consumer<Problem> faults) {
    this.room = room;
    this.faults = faults;
    this.texts = texts;
  }

  @Override
  public CompletableFuture<?> say(RoomClient client, String line, Consumer<String> lines) {
    return line.isEmpty() ? CompletableFuture.completedFuture(null) : client.send(room, line);
  }

  @Override
  public boolean isWaiting() {
    return false;
  }

  @Override
  public RoomListener listener(Consumer<String> lines) {
    // By room, what its log ended with when this client came first: all before is old.
    Map<String, Long> old = new HashMap<>();
    return new RoomListener() {
      @Override
      public void entered(Notice.Room entered) {
        old.putIfAbsent(entered.room(), entered.last());
      }

      @Override
      public void message(String where, Entry entry) {
        if (entry.seq() > old.getOrDefault(where, 0L)) {
          lines.accept(texts.plain(where, entry));
        }
      }

      @Override
      public void error(Notice.Refused refused) {
        faults.accept(Problem.text(Printable.line(refused.text())));
      }

      @Override
      public void notRecovered(String where, long first, long last) {
        String shown = Printable.line(where);
        lines.accept(
            last < first
                ? Texts.text("chat.log-anew", shown)
                : Texts.text("chat.not-recovered", shown, first, last));
      }
    };
  }
}
