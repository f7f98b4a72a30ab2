package dev.parley.cli.connect;

import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.report.ClientNotes;
import dev.parley.cli.report.EventText;
import dev.parley.cli.terminal.HistoryFile;
import dev.parley.cli.terminal.KeptHistory;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.session.SessionEnd;
import dev.parley.session.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Assembles the parts of a conversation, around a prompt or around pipes, and runs it.
final class ConnectRun {
  /// Maximum time for the close while the server does not read what we have sent.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ClientConnection call;
  private final TalkOptions options;
  private final Framing framing;
  private final Framing replyFraming;
  private final ClientEventQueue happenings;
  private final Clock clock;
  private final boolean isDatagram;
  private final boolean isPrompting;
  private final Turns turns;
  private final MessageSender sender;

  ConnectRun(
      ClientConnection call,
      TalkOptions options,
      Framing framing,
      Framing replyFraming,
      ClientEventQueue happenings,
      Clock clock) {
    this.call = call;
    this.options = options;
    this.framing = framing;
    this.replyFraming = replyFraming;
    this.happenings = happenings;
    this.clock = clock;
    this.isDatagram = call.client().session().transport() == Transport.UDP;
    this.isPrompting = isPrompting(options);
    this.turns = options.turns(framing, isDatagram, isPrompting, call, clock);
    this.sender =
        new MessageSender(
            call,
            options.outgoing(
                framing, isDatagram, call.client().session().maxMessage(), call.news(), clock),
            turns);
  }

  /// True if a person both types the input and reads the output.
  static boolean isPrompting(TalkOptions options) {
    return !options.isJson() && Terminals.stdin() && Terminals.stdout();
  }

  /// The end of a conversation, to be reported.
  ///
  /// @param isTold true if people are told of a good end, too
  record Conclusion(CommandEnd ending, int exitCode, boolean isTold) {
    /// Returns why the exit code is not 0, for programs: the problem of the ending, or else lines
    /// that were not sent; null if it is 0, or a person has interrupted.
    @Nullable Problem problem() {
      return exitCode == ending.exitCode()
          ? ending.problem()
          : Texts.problem("connect.not-sent", "");
    }
  }

  /// Runs the conversation, at a prompt if there is a person, and closes the client.
  ///
  /// @param in standard input; not used at a prompt
  /// @param holdNanos how long our output stays open while the server has said nothing. A server
  ///   that closes within that time was not waiting for the end of our output. 0 if a login has
  ///   proven that the server is the right one
  Conclusion run(InputStream in, long holdNanos) throws InterruptedException {
    boolean isTold = options.isVerbose() || isPrompting;
    call.notes().connected(call.peer(), text(call.client().local()), isTold, isPrompting);
    CommandEnd ending = closed(isPrompting ? prompted(holdNanos) : piped(in, holdNanos));
    int exitCode =
        ending.exitCode() == ExitCode.FINE && sender.hasRefused() && !isPrompting
            ? ExitCode.USAGE
            : ending.exitCode();
    return new Conclusion(ending, exitCode, isTold);
  }

  /// Closes the client and checks whether the server has read everything that was sent.
  private CommandEnd closed(CommandEnd ending) {
    call.client().close(FAREWELL);
    SessionEnd end = call.client().end();
    long unsent = end == null ? 0 : end.unsentBytes();
    return ending.exitCode() == ExitCode.FINE && unsent > 0 && !ending.isWished()
        ? CommandEnd.untaken(unsent)
        : ending;
  }

  private CommandEnd piped(InputStream in, long holdNanos) throws InterruptedException {
    PipeInput input =
        new PipeInput(
            in, sender, options.maxLineBytes(framing), options.passesBytes(framing), happenings);
    return talk(input, new PipeOutput(StandardOutput.stdout().asStream()), holdNanos);
  }

  private CommandEnd prompted(long holdNanos) throws InterruptedException {
    try (Prompt prompt = Prompt.open(history(call.notes()), isColoured())) {
      if (Terminals.stderr()) {
        call.notes().to(prompt::note);
      }
      TypedInput input = new TypedInput(prompt, sender, call.notes(), happenings);
      return talk(input, prompt, holdNanos);
    } catch (IOException e) {
      return CommandEnd.failed(
          Texts.problem("connect.terminal-unusable", ProblemTexts.sentence(e)));
    } finally {
      call.notes().toStandardError();
    }
  }

  private CommandEnd talk(Input input, Stage stage, long holdNanos) throws InterruptedException {
    // Raw bytes fit any server, and cat need not wait.
    long hold = call.isOpenStream() && options.passesBytes(framing) ? 0 : holdNanos;
    ConnectTalk.Parts parts =
        new ConnectTalk.Parts(
            input,
            stage,
            options.form(replyFraming, isDatagram, call, clock),
            options.patience(isDatagram, clock.nanos() + hold),
            options.words(),
            turns,
            happenings,
            new EarlyHint(call, awaitsReady(), isPrompting, clock.nanos()),
            holdNanos > 0 && !call.isOpenStream());
    return new ConnectTalk(call, parts, clock).run();
  }

  private boolean awaitsReady() {
    return !isDatagram && framing.awaitsReady();
  }

  /// Opens the history file, or returns an empty history if the user wants none kept.
  private KeptHistory history(ClientNotes notes) {
    Path place = HistoryFile.place(System.getenv(), System.getProperty("user.home", ""));
    if (place == null || !options.keepsHistory(call.isEncrypted())) {
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

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? EventText.name(internet)
        : address.toString();
  }
}
