package dev.parley.cli;

import dev.parley.Transport;
import dev.parley.frame.Framing;
import dev.parley.frame.Printable;
import dev.parley.frame.ReadyFraming;
import dev.parley.limit.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Puts the parts of a talk together, around a prompt or around pipes, and runs it.
final class ConnectRun {
  /// How long leaving may take when the server takes no more of what we have said.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Call call;
  private final TalkOptions options;
  private final Framing framing;
  private final Framing replyFraming;
  private final Clock clock;
  private final boolean isDatagram;

  ConnectRun(Call call, TalkOptions options, Framing framing, Framing replyFraming, Clock clock) {
    this.call = call;
    this.options = options;
    this.framing = framing;
    this.replyFraming = replyFraming;
    this.clock = clock;
    this.isDatagram = call.client().session().transport() == Transport.UDP;
  }

  /// Talks, at a prompt if there is a person on both sides of us, closes the client and returns the
  /// exit code.
  ///
  /// @param in standard input, unless there is a prompt
  /// @param holdNanos how long our output stays open after a login that nobody has answered; 0 if
  ///   there was no login
  int run(InputStream in, long holdNanos) throws InterruptedException {
    boolean isPrompting = !options.isJson() && Terminals.stdin() && Terminals.stdout();
    boolean isTold = options.isVerbose() || isPrompting;
    Outgoing outgoing = options.outgoing(framing, isDatagram, clock);
    Speaker speaker = new Speaker(call, outgoing, isPrompting ? null : turns());
    call.notes().connected(call.peer(), text(call.client().local()), isTold);
    Ending ending = isPrompting ? prompted(speaker, holdNanos) : piped(in, speaker, holdNanos);
    int exitCode =
        ending.exitCode() == ExitCode.FINE && speaker.hasRefused() && !isPrompting
            ? ExitCode.USAGE
            : ending.exitCode();
    call.notes().ended(ending, exitCode, isTold);
    call.client().close(FAREWELL);
    return exitCode;
  }

  /// A pipe brings messages faster than servers that speak `ready` can tell them apart; a person
  /// waits for an answer unasked.
  private @Nullable ReadyTurns turns() {
    return !isDatagram && framing instanceof ReadyFraming
        ? options.turns(call.client().session(), clock)
        : null;
  }

  private Ending piped(InputStream in, Speaker speaker, long holdNanos)
      throws InterruptedException {
    Happenings happenings = new Happenings(isDatagram);
    PipeInput input =
        new PipeInput(
            in, speaker, options.maxLineBytes(framing), options.passesBytes(framing), happenings);
    PipeStage stage = new PipeStage(new FileOutputStream(FileDescriptor.out));
    return conversation(stage, happenings, holdNanos).run(input, input::hasMore);
  }

  private Ending prompted(Speaker speaker, long holdNanos) throws InterruptedException {
    Happenings happenings = new Happenings(isDatagram);
    try (Prompt prompt = Prompt.open(history(call.notes()), isColoured())) {
      if (Terminals.stderr()) {
        call.notes().to(prompt::note);
      }
      return conversation(prompt, happenings, holdNanos)
          .run(() -> prompt.type(speaker, happenings), () -> false);
    } catch (IOException e) {
      return Ending.failed("the terminal cannot be used: " + e.getMessage());
    } finally {
      call.notes().toStandardError();
    }
  }

  private static @Nullable Path history(ClientNotes notes) {
    Path file = HistoryFile.place(System.getenv(), System.getProperty("user.home", "."));
    try {
      HistoryFile.prepare(file);
      return file;
    } catch (IOException e) {
      notes.say(
          "lines typed are not kept for next time: cannot write "
              + Printable.line(file.toString()));
      return null;
    }
  }

  /// By the convention of no-color.org.
  private static boolean isColoured() {
    String wish = System.getenv("NO_COLOR");
    return wish == null || wish.isEmpty();
  }

  private ConnectTalk conversation(Stage stage, Happenings happenings, long holdNanos) {
    return new ConnectTalk(
        call,
        stage,
        options.form(replyFraming, isDatagram, call.peer(), clock),
        options.patience(isDatagram, clock.nanos() + holdNanos),
        happenings,
        clock,
        holdNanos > 0);
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? EventText.name(internet)
        : address.toString();
  }
}
