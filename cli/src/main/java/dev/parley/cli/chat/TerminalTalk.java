package dev.parley.cli.chat;

import dev.parley.ConnectOutcome;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A person in chat rooms, at a terminal.
///
/// ```
///   event loop    RoomListener ─▶ ChatTasks ─┐
///   parley-keys   ChatScreen.type ─▶ ───────┤
///   main                     ChatView ◀─────┘ ─▶ RoomClient
/// ```
final class TerminalTalk implements RoomListener, ChatScreen.Typist {
  /// How long a person who leaves waits for what is under way.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long SECOND_MILLIS = TICK.toMillis();

  /// How long a person who types does not tell it again.
  private static final Duration TYPING_PAUSE = Duration.ofSeconds(4);

  private final ChatTasks tasks = new ChatTasks();
  private final String first;
  private final ChatScreen screen;
  private final ChatView view;
  private final ChatCompletion completion;
  private final Clock clock;
  private final Consumer<Notice.Welcome> welcomed;
  private @Nullable RoomClient client;
  private @Nullable CommandEnd end;

  // While there is no connection.
  private @Nullable Problem offline;
  private long nextAttemptAt;
  private boolean isTrying;

  /// The width for which the lines below were cut.
  private int columns;

  private boolean isLeaving;
  private long leftAt;

  /// Messages that are neither acknowledged nor refused, as far as it is shown.
  private int underWay;

  /// Questions whose answers are not shown.
  private int asked;

  private long tickedAt;

  /// When the person was told of as typing; null if never. Confined to the thread of the keys.
  private @Nullable Long typedAt;

  private long toldRead;
  private String toldReadOf = "";

  /// @param first the room that the person is in at first, and speaks in while connecting
  /// @param welcomed told of each welcome, on the main thread
  TerminalTalk(
      String first,
      ChatScreen screen,
      ChatCompletion completion,
      boolean hasBell,
      ZoneId zone,
      Clock clock,
      Consumer<Notice.Welcome> welcomed) {
    this.first = first;
    this.screen = screen;
    this.view = new ChatView(screen, new EntryText(zone), hasBell);
    this.completion = completion;
    this.clock = clock;
    this.tickedAt = clock.nanos();
    this.welcomed = welcomed;
  }

  /// Talks until the person leaves or the server wants it. Blocks. The caller closes both.
  CommandEnd run(RoomClient talking) throws InterruptedException {
    client = talking;
    view.show();
    Thread.ofPlatform().name("parley-keys").daemon().start(() -> screen.type(this));
    while (end == null) {
      if (tasks.isEmpty()) {
        completion.know(view.roomNames(), view.memberNames());
        if (screen.columns() != columns) {
          columns = screen.columns();
          view.show();
        }
        screen.flush();
      }
      Runnable task = tasks.next(SECOND_MILLIS);
      if (task != null) {
        task.run();
      }
      if (clock.nanos() - tickedAt >= TICK.toNanos()) {
        tickedAt = clock.nanos();
        tick();
      }
      if (isLeaving && end == null && tasks.isEmpty()) {
        endIfSaid();
      }
    }
    screen.flush();
    tasks.end();
    return end;
  }

  /// Ends the talk of a person who leaves when all is said, or after a while.
  private void endIfSaid() {
    boolean isAllSaid = underWay == 0 && asked == 0;
    if (!isAllSaid && clock.nanos() - leftAt < LAST_WORDS.toNanos()) {
      return;
    }
    int failed = view.tellFailed();
    if (underWay > 0) {
      end = CommandEnd.failed(Texts.countedProblem("chat.unsaid", underWay));
    } else if (failed > 0) {
      end = CommandEnd.failed(Texts.countedProblem("chat.not-said", failed));
    } else {
      end = CommandEnd.left();
    }
  }

  /// Once a second.
  private void tick() {
    showOffline();
    view.tick(clock.nanos());
    tellRead();
  }

  private void tellRead() {
    String room = view.current();
    long read = view.read();
    if (room != null && client != null && (read > toldRead || !room.equals(toldReadOf))) {
      toldRead = read;
      toldReadOf = room;
      if (read > 0) {
        client.read(room, read);
      }
    }
  }

  private void showOffline() {
    if (offline == null) {
      return;
    }
    String why = ServerWords.sentence(offline);
    long left = TimeUnit.NANOSECONDS.toMillis(nextAttemptAt - clock.nanos());
    view.offline(
        isTrying
            ? Texts.text("chat.offline-trying", why)
            : Texts.text("chat.offline", why, Math.max(1, (left + 999) / 1_000)));
  }

  // What the client tells, on its event loop.

  @Override
  public void connecting(int attempt) {
    tasks.add(() -> {
      isTrying = true;
      showOffline();
    });
  }

  @Override
  public void unreachable(ConnectOutcome.Failed cause) {
    tasks.add(() -> {
      CommandEnd useless = ChatEnds.unreachable(cause, true);
      if (useless != null) {
        end = useless;
      }
    });
  }

  @Override
  public void online(Notice.Welcome welcome) {
    tasks.add(() -> {
      offline = null;
      view.online(welcome);
      completion.operator(welcome.isOperator());
      welcomed.accept(welcome);
    });
  }

  @Override
  public void offline(Problem why, Duration untilNextAttempt) {
    long at = clock.nanos() + untilNextAttempt.toNanos();
    tasks.add(() -> {
      offline = why;
      isTrying = false;
      nextAttemptAt = at;
      showOffline();
    });
  }

  @Override
  public void closed(@Nullable ClosingCode code, Problem why) {
    tasks.add(() -> {
      if (end == null) {
        end = ChatEnds.closed(code, why);
      }
    });
  }

  @Override
  public void entered(Notice.Room room) {
    tasks.add(() -> view.entered(room));
  }

  @Override
  public void message(String room, Entry entry) {
    tasks.add(() -> view.message(room, entry));
  }

  @Override
  public void sending(Request said) {
    tasks.add(() -> view.sending(said));
  }

  @Override
  public void acknowledged(Notice.Ack ack) {
    tasks.add(() -> view.acknowledged(ack));
  }

  @Override
  public void failed(String room, String id, Problem why) {
    tasks.add(() -> view.failed(room, id, why));
  }

  @Override
  public void notRecovered(String room, long first, long last) {
    tasks.add(() -> view.notRecovered(room, first, last));
  }

  @Override
  public void presence(Notice.Presence presence) {
    tasks.add(() -> view.presence(presence));
  }

  @Override
  public void renamed(Notice.Renamed renamed) {
    tasks.add(() -> view.renamed(renamed));
  }

  @Override
  public void left(Notice.Left left) {
    tasks.add(() -> view.left(left));
  }

  @Override
  public void read(Notice.Read read) {
    tasks.add(() -> view.readElsewhere(read));
  }

  @Override
  public void typing(Notice.Typing typing) {
    tasks.add(() -> view.typing(typing, clock.nanos()));
  }

  @Override
  public void error(Notice.Refused refused) {
    tasks.add(() -> view.fault(ServerWords.line(refused.text())));
  }

  /// What the server says without having been asked, such as that an operator has muted us.
  @Override
  public void heard(Notice notice) {
    if (notice instanceof Notice.Result result && result.ref() == null) {
      tasks.add(() -> view.answer(result));
    }
  }

  // What the person types, on the thread that reads the keys.

  @Override
  public void lines(List<String> lines) {
    if (lines.size() > 1) {
      if (!screen.ask(Texts.text("chat.paste", lines.size()))) {
        tasks.add(() -> view.note(Texts.text("chat.paste-dropped")));
        return;
      }
      lines.stream().filter(line -> !line.isBlank()).forEach(line -> tasks.add(() -> say(line)));
    } else {
      tasks.add(() -> typed(lines.getFirst()));
    }
  }

  /// Commands are nobody's business.
  @Override
  public void typing(String line) {
    boolean isSaid = !line.isBlank() && (!line.startsWith("/") || line.startsWith("//"));
    Long before = typedAt;
    long now = clock.nanos();
    if (isSaid && (before == null || now - before >= TYPING_PAUSE.toNanos())) {
      typedAt = now;
      tasks.add(this::tellTyping);
    }
  }

  private void tellTyping() {
    String room = view.current();
    if (room != null && offline == null) {
      client().typing(room);
    }
  }

  @Override
  public void ended() {
    tasks.add(this::leave);
  }

  @Override
  public void interrupted() {
    tasks.add(() -> end = CommandEnd.interrupted());
  }

  @Override
  public void failed(Throwable cause) {
    tasks.add(() ->
        end =
            CommandEnd.failed(
                Texts.problem("chat.terminal-unreadable", ProblemTexts.sentence(cause))));
  }

  // What the person wants.

  private void leave() {
    isLeaving = true;
    leftAt = clock.nanos();
  }

  private RoomClient client() {
    if (client == null) {
      throw new IllegalStateException("not running");
    }
    return client;
  }

  private void typed(String line) {
    if (line.isEmpty()) {
      if (offline != null && !isTrying) {
        client().retryNow();
      }
    } else if (line.startsWith("//")) {
      say(line.substring(1));
    } else if (line.startsWith("/")) {
      command(line);
    } else {
      say(line);
    }
  }

  private void say(String text) {
    String room = here();
    if (room == null) {
      view.fault(Texts.text("chat.no-room"));
      return;
    }
    send(client().send(room, text));
  }

  /// What fails before it is under way is said here; the rest the listener tells.
  private void send(CompletableFuture<Notice.Ack> sending) {
    if (sending.isCompletedExceptionally()) {
      sayFailure(sending);
      return;
    }
    underWay++;
    CompletableFuture<Notice.Ack> _ = sending.whenComplete((_, _) -> tasks.add(() -> underWay--));
  }

  private void sayFailure(CompletableFuture<?> failed) {
    CompletableFuture<?> _ =
        failed.whenComplete((_, why) -> {
          if (why != null) {
            tasks.add(() -> view.fault(ServerWords.sentence(why)));
          }
        });
  }

  private void command(String line) {
    String[] words = line.strip().split("\\s+", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "/quit", "/exit" -> leave();
      case "/me" -> me(rest);
      case "/msg" -> message(rest);
      case "/join", "/room" -> join(rest);
      case "/next" -> next();
      case "/leave" -> leaveRoom(rest);
      case "/retry" -> retry();
      case "/drop" -> drop();
      case "/help" -> help(line);
      default -> ask(line, () -> {});
    }
  }

  /// Returns where the person speaks; null for nowhere.
  private @Nullable String here() {
    return view.isConnecting() ? first : view.current();
  }

  private void me(String text) {
    String room = here();
    if (room == null) {
      view.fault(Texts.text("chat.no-room"));
    } else if (text.isEmpty()) {
      view.fault(Texts.text("chat.nothing-said", "/me"));
    } else {
      send(client().action(room, text));
    }
  }

  private void message(String rest) {
    String[] words = rest.split("\\s+", 2);
    if (words.length < 2) {
      view.fault(Texts.text("chat.nothing-said", "/msg"));
      return;
    }
    send(client().send(direct(words[0]), words[1]));
  }

  private static String direct(String name) {
    return name.startsWith("@") ? name : "@" + name;
  }

  private void join(String word) {
    if (word.isEmpty()) {
      view.note(String.join(" ", view.roomNames()));
      return;
    }
    String room = ChatOptions.marked(word);
    if (view.go(room)) {
      return;
    }
    asked++;
    CompletableFuture<Notice.Room> _ =
        client()
            .join(room)
            .whenComplete((entered, why) ->
                tasks.add(() -> {
                  asked--;
                  if (why == null) {
                    boolean _ = view.go(entered.room());
                  } else {
                    view.fault(ServerWords.sentence(why));
                  }
                }));
  }

  private void next() {
    String room = view.nextUnread();
    if (room == null || !view.go(room)) {
      view.note(Texts.text("chat.nothing-unread"));
    }
  }

  private void leaveRoom(String word) {
    String room = word.isEmpty() ? view.current() : word;
    if (room != null) {
      client().leave(room);
    }
  }

  private void retry() {
    Request failed = view.removeFailed();
    if (failed == null) {
      view.note(Texts.text("chat.nothing-failed"));
      client().retryNow();
      return;
    }
    switch (failed) {
      case Request.Send send ->
          send(
              send.isAction()
                  ? client().action(send.room(), send.text())
                  : client().send(send.room(), send.text()));
      case Request.Edit edit -> send(client().edit(edit.room(), edit.seq(), edit.text()));
      case Request.Delete delete -> send(client().delete(delete.room(), delete.seq()));
      default -> throw new IllegalStateException("not a message: " + failed);
    }
  }

  private void drop() {
    if (view.removeFailed() == null) {
      view.note(Texts.text("chat.nothing-failed"));
    }
  }

  private void help(String line) {
    if (!line.strip().equals("/help")) {
      ask(line, () -> {});
      return;
    }
    ask(line, () -> view.note(Texts.text("chat.help")));
  }

  /// Has the server run a command.
  ///
  /// @param then done behind the answer
  private void ask(String line, Runnable then) {
    asked++;
    CompletableFuture<Notice.CommandAnswer> _ =
        client()
            .run(here(), line)
            .whenComplete((answer, why) ->
                tasks.add(() -> {
                  asked--;
                  show(answer, why);
                  then.run();
                }));
  }

  private void show(Notice.@Nullable CommandAnswer answer, @Nullable Throwable why) {
    if (answer != null) {
      view.answer(answer);
    } else if (why != null) {
      view.fault(ServerWords.sentence(why));
    }
  }
}
