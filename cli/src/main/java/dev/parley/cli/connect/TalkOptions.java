package dev.parley.cli.connect;

import static dev.parley.cli.command.Declaration.endWords;
import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.time;

import dev.parley.cli.command.Failure;
import dev.parley.cli.option.TranscriptOption;
import dev.parley.cli.output.OutputForm;
import dev.parley.cli.output.TimestampPrefix;
import dev.parley.cli.output.Transcript;
import dev.parley.cli.report.ClientNotes;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.limit.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for a client's conversation: how lines become messages, how messages are shown, when
/// it is over. A mixin of `connect`.
final class TalkOptions {
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

  private @Nullable Duration wait;
  private Duration timeout = Duration.ZERO;
  private final TranscriptOption transcripts = new TranscriptOption();
  private boolean takesTurns;
  private List<String> quitWords = List.of();
  private List<String> leaveWords = List.of();
  private boolean stamp;
  private boolean hex;
  private boolean json;
  private @Nullable Boolean history;
  private boolean verbose;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(time(value -> wait = value, "--wait").build());
    group.addOption(flag(isSet -> takesTurns = isSet, "--turns").build());
    group.addOption(time(value -> timeout = value, "--timeout").defaultValue("off").build());
    group.addOption(endWords(values -> quitWords = values, "--quit-word").build());
    group.addOption(endWords(values -> leaveWords = values, "--leave-word").build());
    group.addOption(flag(isSet -> stamp = isSet, "--stamp").build());
    group.addOption(flag(isSet -> hex = isSet, "--hex").build());
    group.addOption(flag(isSet -> json = isSet, "--json").build());
    transcripts.declare(group);
    group.addOption(
        option(Boolean.class, value -> history = value, "--history").negatable(true).build());
    group.addOption(flag(isSet -> verbose = isSet, "-v", "--verbose").build());
  }

  /// True if the start and a good end are reported, too.
  boolean isVerbose() {
    return verbose;
  }

  /// True if lines typed at the prompt are kept in a file.
  boolean keepsHistory(boolean isEncrypted) {
    return history == null ? !isEncrypted : history;
  }

  /// True if programs read our output.
  boolean isJson() {
    return json;
  }

  /// Rejects options that are valid on their own but not with this framing of the messages that we
  /// send.
  ///
  /// @throws Failure if there is such an option
  void checkWith(Framing framing, boolean isDatagram) {
    String option = ofMessages();
    if (!isDatagram && passesBytes(framing) && !option.isEmpty()) {
      throw Failure.usage(Texts.problem("connect.stream-without-messages", option));
    }
  }

  /// Rejects options that have no meaning in chat rooms.
  ///
  /// @throws Failure if there is such an option
  void checkForChat() {
    String option = hex ? "--hex" : transcripts.isChosen() ? "--transcript" : ofMessages();
    if (!option.isEmpty()) {
      throw Failure.usage(Texts.problem("chat.option-of-talk", option));
    }
  }

  /// Returns how long to go on after the end of the input; null if that was not said.
  @Nullable Duration patience() {
    return wait;
  }

  /// Returns the first given option that needs messages; empty if there is none.
  private String ofMessages() {
    if (stamp) {
      return "--stamp";
    }
    if (takesTurns) {
      return "--turns";
    }
    if (!quitWords.isEmpty()) {
      return "--quit-word";
    }
    return leaveWords.isEmpty() ? "" : "--leave-word";
  }

  /// True if the input is not split into lines.
  boolean passesBytes(Framing framing) {
    return framing.isStream() && !hex;
  }

  /// Returns the maximum length of an input line: a line in hex is longer than the bytes it spells.
  int maxLineBytes(Framing framing) {
    return hex ? (int) Math.min(4L * framing.maxMessage(), 1 << 30) : framing.maxMessage();
  }

  /// Returns the conversion of lines into messages of at most `maxMessage` bytes.
  Outgoing outgoing(
      Framing framing, boolean isDatagram, int maxMessage, SessionNews news, Clock clock) {
    TimestampPrefix front =
        stamp ? new TimestampPrefix(clock, TimeZone.getDefault().toZoneId()) : null;
    return new Outgoing(framing, isDatagram, maxMessage, hex, front, words(), news::isRaw);
  }

  /// Returns the words that end a conversation.
  PartingWords words() {
    return new PartingWords(quitWords, leaveWords);
  }

  /// Returns the rule for when one message may follow another.
  ///
  /// @param isPerson true if a person types, who sees whether there are replies
  Turns turns(
      Framing framing, boolean isDatagram, boolean isPerson, ClientConnection call, Clock clock) {
    Turns.Rule rule =
        switch (isDatagram ? "" : framing.toString()) {
          case "ready", "ready:chars" -> Turns.Rule.READY;
          case String form when takesTurns -> Turns.Rule.ALWAYS;
          case "raw" -> Turns.Rule.UNTIL_SILENCE;
          default -> Turns.Rule.ONCE_RAW;
        };
    Duration turn = wait == null ? DEFAULT_WAIT : wait;
    return new Turns(
        rule,
        call.client().session(),
        call.news()::isRaw,
        clock,
        turn,
        isPerson
            ? () -> {}
            : () ->
                call.notes()
                    .say(Texts.problem("connect.turn-unanswered", DurationText.print(turn))));
  }

  /// Returns the timer that decides when the conversation is over.
  IdleCloseTimer patience(boolean isDatagram, long holdUntil) {
    return new IdleCloseTimer(
        isDatagram, wait == null && isDatagram ? DEFAULT_WAIT : wait, timeout, holdUntil);
  }

  /// Returns how messages are shown.
  ///
  /// @param replies the framing of the messages that we receive
  OutputForm form(Framing replies, boolean isDatagram, ClientConnection call, Clock clock) {
    boolean isTerminal = Terminals.stdout();
    boolean isStream = !isDatagram && replies.isStream();
    if (json) {
      return OutputForm.json(call.peer(), hex, clock);
    }
    if (hex) {
      return isTerminal ? OutputForm.hexDump(isStream) : OutputForm.hexLines();
    }
    if (!isDatagram && replies.toString().equals("auto")) {
      OutputForm lines = OutputForm.framed();
      OutputForm raw = OutputForm.raw();
      return OutputForm.settling(
          isTerminal ? OutputForm.safe(lines, true) : lines,
          isTerminal ? OutputForm.safe(raw, false) : raw,
          call.news()::isRaw);
    }
    boolean isRaw = isDatagram || replies.toString().equals("raw");
    OutputForm form =
        isStream ? OutputForm.stream() : isRaw ? OutputForm.raw() : OutputForm.framed();
    return isTerminal ? OutputForm.safe(form, isDatagram || !(isRaw || isStream)) : form;
  }

  /// Opens the transcript; returns null if none is wanted.
  ///
  /// @throws Failure if it cannot be written
  @Nullable Transcript transcript(ClientNotes notes, Clock clock) {
    return transcripts.open(clock, notes::say);
  }
}
