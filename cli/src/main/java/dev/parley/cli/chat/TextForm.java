package dev.parley.cli.chat;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.Notice;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lines for people and for `grep`: each line of the input is said in the current room, or is a
/// command, whose answer is shown; what others say since this client has come is shown as `10:31
/// #lobby ada: hello`. The current room is the first one until `/join` goes to another.
///
/// A command is run when all lines before it are in the log or refused, and those behind it wait
/// for its answer: they may be said under another name, or in another room. After a `/join` that
/// was refused they are refused too: they are not for the room before. [#say] is confined to one
/// thread.
final class TextForm implements PipeForm {
  private static final Pattern JOIN = Pattern.compile("/join\\s+(\\S+)\\s*", CASE_INSENSITIVE);

  private final EntryText texts;
  private final Consumer<Problem> faults;

  /// Completes when everything so far is done.
  private CompletableFuture<?> all = CompletableFuture.completedFuture(null);

  /// Completes when the last command is done.
  private CompletableFuture<?> command = all;

  /// Where lines are said. Written by the loop of the client before `command` completes.
  private volatile String room;

  /// @param room where the input is said at first
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
      CompletableFuture<?> done = all.thenCompose(_ -> run(client, line, lines));
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

  private CompletableFuture<?> run(RoomClient client, String line, Consumer<String> lines) {
    Matcher join = JOIN.matcher(line);
    if (join.matches()) {
      String wanted = ChatOptions.marked(join.group(1));
      room = wanted;
      return client.join(wanted).thenAccept(entered -> room = entered.room());
    }
    return client
        .command(room, line)
        .thenAccept(
            answer -> answer.forEach(part -> lines.accept(Printable.line(ServerWords.line(part)))));
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
    // By room, up to where its log is old when this client comes first.
    Map<String, Long> old = new HashMap<>();
    return new RoomListener() {
      @Override
      public void entered(Notice.Room entered) {
        // A talk that the server opens is one in which something was said that is not read yet.
        boolean isOpened = entered.room().startsWith("@") && !entered.room().equals(room);
        old.putIfAbsent(entered.room(), isOpened ? entered.read() : entered.last());
      }

      @Override
      public void message(String where, Entry entry) {
        if (entry.seq() > old.getOrDefault(where, 0L)) {
          lines.accept(texts.plain(where, entry));
        }
      }

      @Override
      public void error(Notice.Refused refused) {
        faults.accept(Problem.text(Printable.line(ServerWords.line(refused.text()))));
      }

      @Override
      public void notRecovered(String where, long first, long last) {
        lines.accept(EntryText.lost(where, first, last));
      }
    };
  }
}
