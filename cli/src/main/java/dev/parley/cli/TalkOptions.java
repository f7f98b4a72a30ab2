package dev.parley.cli;

import static dev.parley.cli.Declaration.flag;
import static dev.parley.cli.Declaration.option;
import static dev.parley.cli.Declaration.repeatable;

import dev.parley.Session;
import dev.parley.frame.Framing;
import dev.parley.frame.Printable;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// How a client talks once it is connected: what becomes of lines, how messages are shown, when it
/// is over. A mixin of `connect`.
final class TalkOptions {
  private Duration wait = Duration.ofSeconds(1);
  private Duration timeout = Duration.ZERO;
  private List<String> quitWords = List.of();
  private boolean stamp;
  private boolean hex;
  private boolean json;
  private @Nullable Path transcriptFile;
  private boolean verbose;

  /// Declares these options, as part of a command.
  void declare(CommandSpec group) {
    group.usageMessage().optionListHeading("%nTalking:%n");
    group.addOption(
        option(Duration.class, value -> wait = value, "--wait")
            .paramLabel("TIME")
            .defaultValue("1s")
            .converters(new DurationArgument())
            .description(
                "UDP: how long to wait for late replies once the input has ended; each"
                    + " reply starts it anew. --framing ready, from a pipe: how long a reply is"
                    + " awaited before the next message. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Duration.class, value -> timeout = value, "--timeout")
            .paramLabel("TIME")
            .defaultValue("off")
            .converters(new DurationArgument())
            .description(
                "Once the input has ended, give up (exit 1) when nothing is received for"
                    + " so long; over UDP, when there is no reply at all. Default:"
                    + " ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        repeatable(values -> quitWords = values, "--quit-word")
            .paramLabel("WORD")
            .description(
                "Stop after this line: it is sent, nothing more is, replies are read to"
                    + " the end. Repeatable")
            .build());
    group.addOption(
        flag(isSet -> stamp = isSet, "--stamp")
            .description(
                "Put the time before each message that is sent: [Sat Nov 21 10:00:00"
                    + " 2026]:text")
            .build());
    group.addOption(
        flag(isSet -> hex = isSet, "--hex")
            .description(
                "Lines typed are bytes in hex (48 65 6c6c6f), and so is what is shown: at"
                    + " a terminal as a dump, in a pipe one line a message")
            .build());
    group.addOption(
        flag(isSet -> json = isSet, "--json")
            .description(
                "Messages received are JSON objects, one a line, and so is what else is"
                    + " told on stderr")
            .build());
    group.addOption(
        option(Path.class, value -> transcriptFile = value, "--transcript")
            .paramLabel("FILE")
            .description("Add both sides' messages to FILE as JSON objects, one a line")
            .build());
    group.addOption(
        flag(isSet -> verbose = isSet, "-v", "--verbose")
            .description("Tell on stderr who is connected and how it ended")
            .build());
  }

  /// True if people want to hear that all is well.
  boolean isVerbose() {
    return verbose;
  }

  /// True if programs read what we print.
  boolean isJson() {
    return json;
  }

  /// Refuses what is fine alone and not with this framing of what we send.
  ///
  /// @throws Failure if so
  void checkWith(Framing framing, boolean isDatagram) {
    if (!isDatagram && passesBytes(framing) && (stamp || !quitWords.isEmpty())) {
      throw Failure.usage(
          "--framing stream passes bytes and knows no messages; "
              + (stamp ? "--stamp" : "--quit-word")
              + " needs another framing, such as raw");
    }
  }

  /// True if the input is not cut into lines.
  boolean passesBytes(Framing framing) {
    return isStream(framing) && !hex;
  }

  private static boolean isStream(Framing framing) {
    return framing.equals(Framing.stream().withMaxMessage(framing.maxMessage()));
  }

  /// A line in hex is longer than what it spells.
  int maxLineBytes(Framing framing) {
    return hex ? (int) Math.min(4L * framing.maxMessage(), 1 << 30) : framing.maxMessage();
  }

  /// What becomes of lines.
  Outgoing outgoing(Framing framing, boolean isDatagram, Clock clock) {
    Stamp front = stamp ? new Stamp(clock, TimeZone.getDefault().toZoneId()) : null;
    return new Outgoing(framing, isDatagram, hex, front, quitWords);
  }

  /// When messages of the framing `ready` may follow each other.
  ReadyTurns turns(Session session, Clock clock) {
    return new ReadyTurns(session, clock, wait);
  }

  /// When it is over.
  Patience patience(boolean isDatagram, long holdUntil) {
    return new Patience(isDatagram, wait, timeout, holdUntil);
  }

  /// How messages are shown.
  ///
  /// @param replies the framing of what we receive
  OutputForm form(Framing replies, boolean isDatagram, String peer, Clock clock) {
    boolean isTerminal = Terminals.stdout();
    boolean isStream = !isDatagram && isStream(replies);
    if (json) {
      return OutputForm.json(peer, hex, clock);
    }
    if (hex) {
      return isTerminal ? OutputForm.hexDump(isStream) : OutputForm.hexLines();
    }
    boolean isRaw = isDatagram || replies.toString().equals("raw");
    OutputForm form =
        isStream ? OutputForm.stream() : isRaw ? OutputForm.raw() : OutputForm.framed();
    return isTerminal ? OutputForm.safe(form, isDatagram || !(isRaw || isStream)) : form;
  }

  /// Opens the transcript, if one is wanted.
  ///
  /// The JDK's exceptions for these two say the file's name and no more.
  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "its directory does not exist";
      case AccessDeniedException _ -> "permission denied";
      default -> Printable.line(String.valueOf(e.getMessage()));
    };
  }

  /// @throws Failure if it cannot be written
  @Nullable Transcript transcript(ClientNotes notes, Clock clock) {
    if (transcriptFile == null) {
      return null;
    }
    try {
      return Transcript.open(transcriptFile, clock, notes::say);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          "cannot write the transcript "
              + Printable.line(transcriptFile.toString())
              + ": "
              + why(e),
          e);
    }
  }
}
