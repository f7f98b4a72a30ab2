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

/// Lines for people and for `grep`: each line of the input is said in the first room, or is a
/// command, whose answer is shown; what others say since this client has come is shown as `10:31
/// #lobby ada: hello`.
///
/// A command is run when all lines before it are in the log or refused, and those behind it wait
/// for its answer: they may be said under another name. [#say] is confined to one thread.
final class TextForm implements PipeForm {
  private final String room;
  private final EntryText texts;
  private final Consumer<Problem> faults;

  /// Completes when everything so far is done.
  private CompletableFuture<?> all = CompletableFuture.completedFuture(null);

  /// Completes when the last command is done.
  private CompletableFuture<?> command = all;

  /// @param room where the input is said
  /// @param faults told what the server has refused
  TextForm(String room, EntryText texts, Consumer<Problem> faults) {
    this.room = room;
    this.faults = faults;
    this.texts = texts;
  }

  @Override
  public CompletableFuture<?> say(RoomClient client, String line, Consumer<String> lines) {
    if (line.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (line.startsWith("/") && !line.startsWith("//")) {
      CompletableFuture<?> done =
          all.thenCompose(_ -> client.command(room, line))
              .thenAccept(answer -> answer.forEach(part -> lines.accept(Printable.line(part))));
      command = settled(done);
      all = command;
      return done;
    }
    String text = line.startsWith("//") ? line.substring(1) : line;
    CompletableFuture<?> done =
        command.isDone()
            ? client.send(room, text)
            : command.thenCompose(_ -> client.send(room, text));
    all = all.isDone() ? settled(done) : CompletableFuture.allOf(all, settled(done));
    return done;
  }

  /// Returns what completes with a future, well in any case.
  private static CompletableFuture<?> settled(CompletableFuture<?> future) {
    return future.handle((_, _) -> null);
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
