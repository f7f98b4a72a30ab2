package dev.parley.cli.chat;

import dev.parley.ClientOptions;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.protocol.Notice;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.report.ClientNotes;
import dev.parley.cli.terminal.HistoryFile;
import dev.parley.cli.terminal.KeptHistory;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.session.Address;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/// A talk in chat rooms, from the options to its end: at a terminal, from a pipe, or for programs.
///
/// @param address the server
/// @param options how to connect
/// @param chat the names
/// @param isJson true for programs
/// @param patience see [PipeTalk]
/// @param keepsHistory true if typed lines are kept
public record ChatRun(
    Address address,
    ClientOptions options,
    ChatOptions chat,
    boolean isJson,
    @Nullable Duration patience,
    boolean keepsHistory,
    ClientNotes notes,
    Clock clock) {

  /// True if a person both types the input and reads the output.
  boolean isAtTerminal() {
    return !isJson && Terminals.stdin() && Terminals.stdout();
  }

  /// Runs the talk. Blocks until its end.
  public CommandEnd run(InputStream in) throws InterruptedException {
    try {
      return isAtTerminal() ? atTerminal() : fromPipe(in);
    } catch (IOException e) {
      return CommandEnd.failed(Texts.problem("chat.terminal-unusable", ProblemTexts.sentence(e)));
    }
  }

  private static ZoneId zone() {
    return TimeZone.getDefault().toZoneId();
  }

  private RoomClient.Builder builder(@Nullable RoomTokens tokens) {
    RoomClient.Builder builder =
        RoomClient.builder(address)
            .options(options.withIgnoreUnreachable(false)) // it comes back by itself, and says so
            .program("parley");
    chat.rooms().forEach(builder::room);
    String name = chat.name();
    if (name != null) {
      builder.name(name);
    }
    String token = tokens == null ? null : tokens.find(address.toString(), name);
    if (token != null) {
      builder.token(token);
    }
    return builder;
  }

  private CommandEnd fromPipe(InputStream in) throws IOException, InterruptedException {
    PipeForm form =
        isJson
            ? new JsonForm()
            : new TextForm(chat.rooms().getFirst(), new EntryText(zone()), notes::say);
    PipeTalk talk = new PipeTalk(form, chat.rooms().size(), notes, clock, patience);
    try (RoomClient client = builder(null).listener(talk.listener()).start()) {
      return talk.run(client, in);
    }
  }

  private CommandEnd atTerminal() throws IOException, InterruptedException {
    Path place = HistoryFile.place(System.getenv(), System.getProperty("user.home", ""));
    RoomTokens tokens = place == null ? null : new RoomTokens(place.resolveSibling("rooms"));
    ChatCompletion completion = new ChatCompletion();
    try (ChatScreen screen = ChatScreen.open(history(place), isColoured(), completion)) {
      TerminalTalk talk =
          new TerminalTalk(
              chat.rooms().getFirst(),
              screen,
              completion,
              chat.hasBell(),
              zone(),
              clock,
              welcome -> keep(tokens, welcome));
      try (RoomClient client = builder(tokens).listener(talk).start()) {
        return talk.run(client);
      }
    }
  }

  private void keep(@Nullable RoomTokens tokens, Notice.Welcome welcome) {
    String token = welcome.token();
    if (tokens != null && token != null) {
      try {
        tokens.keep(address.toString(), welcome.name(), token);
      } catch (IOException e) {
        // The name may be somebody else's at the next start, and this talk goes on.
      }
    }
  }

  private KeptHistory history(@Nullable Path place) {
    if (place == null || !keepsHistory) {
      return new KeptHistory();
    }
    try {
      return new KeptHistory(HistoryFile.open(place), notes::say);
    } catch (IOException e) {
      notes.say(HistoryFile.notKept(e));
      return new KeptHistory();
    }
  }

  /// Follows the convention of no-color.org.
  private static boolean isColoured() {
    String wish = System.getenv("NO_COLOR");
    return wish == null || wish.isEmpty();
  }
}
