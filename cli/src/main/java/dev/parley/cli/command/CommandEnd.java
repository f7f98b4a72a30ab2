package dev.parley.cli.command;

import dev.parley.ConnectOutcome;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.problem.FrameHint;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import dev.parley.problem.SealedProblem;
import dev.parley.problem.TlsProblem;
import dev.parley.session.CloseReason;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The end of a conversation: the exit code for the shell and the sentence for the user. A value.
///
/// @param exitCode see [ExitCode]
/// @param reason a stable word for programs
/// @param sentence without a full stop; empty if there is nothing to say
/// @param problem the library's problem behind the end; null if there is none
public record CommandEnd(int exitCode, String reason, String sentence, @Nullable Problem problem) {
  private static final String QUIT_WORD = "quit-word";

  /// Problems of a TLS or sealed stream that was cut: it ended without an authenticated end.
  private static final Set<ProblemCode> CUT =
      Set.of(
          SealedProblem.CUT, SealedProblem.CUT_IN_RECORD, TlsProblem.CUT, TlsProblem.CUT_IN_RECORD);

  /// Problems of a server that talks another protocol than the client was told.
  private static final Set<ProblemCode> OTHER_PROTOCOL =
      Set.of(TlsProblem.NO_TLS_SERVER, TlsProblem.NO_TLS_ALERT, LoginProblem.NO_CHALLENGE);

  /// Hints that the server asks for a login that was not configured.
  private static final Set<ProblemCode> LOGIN_MISSING =
      Set.of(FrameHint.SEALED_SERVER, FrameHint.PASSWORD_SERVER);

  private CommandEnd(int exitCode, String reason, String sentence) {
    this(exitCode, reason, sentence, null);
  }

  /// All replies that could be expected have arrived.
  public static CommandEnd fine() {
    return new CommandEnd(ExitCode.FINE, "done", "");
  }

  /// The server closed.
  public static CommandEnd peerClosed() {
    return new CommandEnd(ExitCode.FINE, "peer-closed", Texts.text("command.end.peer-closed"));
  }

  /// The server closed before it had read all of our input.
  public static CommandEnd unsent() {
    return new CommandEnd(ExitCode.NETWORK, "unsent", Texts.text("command.end.unsent"));
  }

  /// The server stopped reading, and our side has ended.
  ///
  /// @param bytes the number of bytes that it did not read
  public static CommandEnd untaken(long bytes) {
    return new CommandEnd(ExitCode.NETWORK, "unsent", Texts.text("command.end.untaken", bytes));
  }

  /// A leave word was typed, or a quit word came from the server.
  public static CommandEnd left(String sentence) {
    return new CommandEnd(ExitCode.FINE, QUIT_WORD, sentence);
  }

  /// True if the user asked for this end, even if something was not sent.
  public boolean isWished() {
    return reason.equals(QUIT_WORD);
  }

  /// Nobody listens at the server's datagram port; `why` is a sentence.
  public static CommandEnd unreachable(String why) {
    return new CommandEnd(ExitCode.NETWORK, word(CloseReason.UNREACHABLE), why);
  }

  /// The program that reads our output has ended.
  public static CommandEnd outputClosed() {
    return new CommandEnd(
        ExitCode.NETWORK, "output-closed", Texts.text("command.end.output-closed"));
  }

  /// Standard output or input failed, as with a full disk or a broken device.
  public static CommandEnd failed(String sentence) {
    return new CommandEnd(ExitCode.NETWORK, "local-io-failed", sentence);
  }

  /// A part of the program that the conversation depends on has failed.
  public static CommandEnd defect(Throwable cause) {
    return new CommandEnd(ExitCode.DEFECT, "defect", Texts.text("command.defect", cause));
  }

  /// Ctrl-C at the prompt.
  public static CommandEnd interrupted() {
    return new CommandEnd(ExitCode.INTERRUPTED, "interrupted", "");
  }

  /// The server said nothing within the timeout.
  public static CommandEnd timedOut(String timeout) {
    return new CommandEnd(
        ExitCode.NETWORK, "timed-out", Texts.text("command.end.timed-out", timeout));
  }

  /// The server closed at the point where a server closes that does not accept the login. A server
  /// that is stopped at that moment looks the same, with a close or a reset, so the sentence names
  /// both.
  public static CommandEnd loginRefused() {
    return new CommandEnd(
        ExitCode.LOGIN_REFUSED, "login-refused", Texts.text("command.end.refused-login"));
  }

  /// The server expects a login that was not configured; `sentence` says which.
  public static CommandEnd loginMissing(String sentence) {
    return new CommandEnd(ExitCode.LOGIN_REFUSED, "login-refused", sentence);
  }

  /// The server speaks another protocol; `sentence` says which.
  public static CommandEnd otherProtocol(String sentence) {
    return new CommandEnd(ExitCode.PROTOCOL, "other-protocol", sentence);
  }

  /// The server closed before our side had ended, without having said anything.
  ///
  /// @param doubt what may be wrong
  public static CommandEnd wordless(String doubt) {
    return new CommandEnd(ExitCode.NETWORK, "wordless", Texts.text("command.end.wordless", doubt));
  }

  /// Returns this end with `doubt`, what may be wrong, added to its sentence.
  public CommandEnd with(String doubt) {
    return new CommandEnd(
        exitCode, reason, Texts.text("command.end.wordless-too", sentence, doubt), problem);
  }

  /// The connection could not be established.
  public static CommandEnd of(ConnectOutcome.Failed failed) {
    if (failed.problem().involves(OTHER_PROTOCOL::contains)) {
      return otherProtocol(ProblemTexts.sentence(failed.problem()));
    }
    int exitCode =
        switch (failed.failure()) {
          case REFUSED, TIMED_OUT, UNKNOWN_HOST, NETWORK -> ExitCode.NETWORK;
          case NOT_POSSIBLE -> ExitCode.USAGE;
          case LOGIN_REFUSED, LOGIN_TIMED_OUT -> ExitCode.LOGIN_REFUSED;
        };
    return new CommandEnd(
        exitCode,
        word(failed.failure()),
        ProblemTexts.sentence(failed.problem()),
        failed.problem());
  }

  /// The session ended in any way other than an orderly close by the peer.
  ///
  /// @param problem explains the reason; null if the reason says everything
  public static CommandEnd of(CloseReason reason, @Nullable Problem problem) {
    if (problem != null && problem.involves(LOGIN_MISSING::contains)) {
      return new CommandEnd(
          ExitCode.LOGIN_REFUSED,
          word(CloseReason.LOGIN_REFUSED),
          ProblemTexts.sentence(problem),
          problem);
    }
    int exitCode =
        switch (reason.fault()) {
          case NOBODY -> ExitCode.FINE;
          case NETWORK -> ExitCode.NETWORK;
          case PEER ->
              reason == CloseReason.LOGIN_REFUSED ? ExitCode.LOGIN_REFUSED : ExitCode.PROTOCOL;
          case LIMIT ->
              switch (reason) {
                case LOGIN_TIMEOUT -> ExitCode.LOGIN_REFUSED;
                case BUFFERS_FULL -> ExitCode.DEFECT; // with one session: out of memory
                default -> ExitCode.NETWORK;
              };
          case OURS -> ExitCode.DEFECT;
        };
    return new CommandEnd(exitCode, word(reason), sentence(reason, problem), problem);
  }

  private static String sentence(CloseReason reason, @Nullable Problem problem) {
    String detail = problem == null ? "" : ProblemTexts.sentence(problem);
    if (reason == CloseReason.LOGIN_REFUSED) {
      return Texts.text(
          "command.end.login-failed", detail); // over TLS 1.3 it comes after the handshake
    }
    if (problem != null && problem.involves(CUT::contains)) {
      return Texts.text("command.end.cut", detail);
    }
    return reason.fault() == CloseReason.Fault.PEER
        ? Texts.text("command.end.protocol", detail)
        : detail;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
