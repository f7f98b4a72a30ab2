package dev.parley.cli.command;

import dev.parley.ConnectOutcome;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.problem.FrameHint;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import dev.parley.problem.SealedProblem;
import dev.parley.problem.SessionProblem;
import dev.parley.problem.TlsProblem;
import dev.parley.session.CloseReason;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The end of a conversation: the exit code for the shell and the sentence for the user. A value.
///
/// @param exitCode see [ExitCode]
/// @param reason a stable word for programs
/// @param said what the sentence is about; null if there is nothing to say
/// @param problem why, for programs: the library's problem behind the end, or else that of the
///   sentence; null if nothing failed
public record CommandEnd(
    int exitCode, String reason, @Nullable Problem said, @Nullable Problem problem) {
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

  private CommandEnd(int exitCode, String reason, @Nullable Problem said) {
    this(exitCode, reason, said, exitCode == ExitCode.FINE ? null : said);
  }

  /// Returns the sentence without a full stop; empty if there is nothing to say.
  public String sentence() {
    return said == null ? "" : ProblemTexts.sentence(said);
  }

  /// Returns this end as the failure of a command.
  ///
  /// @throws IllegalStateException if nothing failed
  public Failure failure() {
    if (said == null || problem == null) {
      throw new IllegalStateException("nothing failed");
    }
    return new Failure(exitCode, said, problem, null);
  }

  /// All replies that could be expected have arrived.
  public static CommandEnd fine() {
    return new CommandEnd(ExitCode.FINE, "done", null);
  }

  /// The server closed.
  public static CommandEnd peerClosed() {
    return new CommandEnd(ExitCode.FINE, "peer-closed", Texts.problem("command.end.peer-closed"));
  }

  /// The server closed before it had read all of our input.
  public static CommandEnd unsent() {
    return new CommandEnd(ExitCode.NETWORK, "unsent", Texts.problem("command.end.unsent"));
  }

  /// The server stopped reading, and our side has ended.
  ///
  /// @param bytes the number of bytes that it did not read
  public static CommandEnd untaken(long bytes) {
    return new CommandEnd(ExitCode.NETWORK, "unsent", Texts.problem("command.end.untaken", bytes));
  }

  /// A leave word was typed.
  public static CommandEnd left() {
    return new CommandEnd(ExitCode.FINE, QUIT_WORD, null);
  }

  /// A quit word came from the server; `said` says so.
  public static CommandEnd left(Problem said) {
    return new CommandEnd(ExitCode.FINE, QUIT_WORD, said);
  }

  /// True if the user asked for this end, even if something was not sent.
  public boolean isWished() {
    return reason.equals(QUIT_WORD);
  }

  /// Nobody listens at the server's datagram port.
  public static CommandEnd unreachable(Problem why) {
    return new CommandEnd(ExitCode.NETWORK, word(CloseReason.UNREACHABLE), why);
  }

  /// The program that reads our output has ended.
  public static CommandEnd outputClosed() {
    return new CommandEnd(
        ExitCode.NETWORK, "output-closed", Texts.problem("command.end.output-closed"));
  }

  /// Standard output or input failed, as with a full disk or a broken device.
  public static CommandEnd failed(Problem said) {
    return new CommandEnd(ExitCode.NETWORK, "local-io-failed", said);
  }

  /// A part of the program that the conversation depends on has failed.
  public static CommandEnd defect(Throwable cause) {
    return new CommandEnd(
        ExitCode.DEFECT, "defect", Texts.problem("command.defect", cause.toString()));
  }

  /// Ctrl-C at the prompt.
  public static CommandEnd interrupted() {
    return new CommandEnd(ExitCode.INTERRUPTED, "interrupted", null);
  }

  /// The server said nothing within the timeout.
  public static CommandEnd timedOut(String timeout) {
    return new CommandEnd(
        ExitCode.NETWORK, "timed-out", Texts.problem("command.end.timed-out", timeout));
  }

  /// The server closed at the point where a server closes that does not accept the login. A server
  /// that is stopped at that moment looks the same, with a close or a reset, so the sentence names
  /// both.
  public static CommandEnd loginRefused() {
    return new CommandEnd(
        ExitCode.LOGIN_REFUSED, "login-refused", Texts.problem("command.end.refused-login"));
  }

  /// The server expects a login that was not configured; `said` says which.
  public static CommandEnd loginMissing(Problem said) {
    return new CommandEnd(ExitCode.LOGIN_REFUSED, "login-refused", said);
  }

  /// The server speaks another protocol; `said` says which.
  public static CommandEnd otherProtocol(Problem said) {
    return new CommandEnd(ExitCode.PROTOCOL, "other-protocol", said);
  }

  /// The server closed before our side had ended, without having said anything.
  ///
  /// @param doubt what may be wrong
  public static CommandEnd wordless(String doubt) {
    return new CommandEnd(
        ExitCode.NETWORK, "wordless", Texts.problem("command.end.wordless", doubt));
  }

  /// Returns this end with `doubt`, what may be wrong, added to its sentence.
  public CommandEnd with(String doubt) {
    return new CommandEnd(
        exitCode, reason, Texts.problem("command.end.wordless-too", sentence(), doubt), problem);
  }

  /// The connection could not be established.
  public static CommandEnd of(ConnectOutcome.Failed failed) {
    if (failed.problem().involves(OTHER_PROTOCOL::contains)) {
      return otherProtocol(failed.problem());
    }
    int exitCode =
        switch (failed.failure()) {
          case REFUSED, TIMED_OUT, UNKNOWN_HOST, NETWORK -> ExitCode.NETWORK;
          case NOT_POSSIBLE -> ExitCode.USAGE;
          case LOGIN_REFUSED, LOGIN_TIMED_OUT -> ExitCode.LOGIN_REFUSED;
        };
    return new CommandEnd(exitCode, word(failed.failure()), failed.problem());
  }

  /// The session ended in any way other than an orderly close by the peer.
  ///
  /// @param problem explains the reason; null if the reason says everything
  public static CommandEnd of(CloseReason reason, @Nullable Problem problem) {
    if (problem != null && problem.involves(LOGIN_MISSING::contains)) {
      return new CommandEnd(ExitCode.LOGIN_REFUSED, word(CloseReason.LOGIN_REFUSED), problem);
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
    Problem said = said(reason, problem);
    Problem why = said == null ? Problem.of(SessionProblem.ENDED, reason) : said;
    if (problem != null && problem.code() != GeneralProblem.TEXT) {
      why = problem;
    }
    return new CommandEnd(exitCode, word(reason), said, exitCode == ExitCode.FINE ? null : why);
  }

  private static @Nullable Problem said(CloseReason reason, @Nullable Problem problem) {
    Object detail = problem == null ? "" : problem;
    if (reason == CloseReason.LOGIN_REFUSED) {
      return Texts.problem(
          "command.end.login-failed", detail); // over TLS 1.3 it comes after the handshake
    }
    if (problem != null && problem.involves(CUT::contains)) {
      return Texts.problem("command.end.cut", detail);
    }
    return reason.fault() == CloseReason.Fault.PEER
        ? Texts.problem("command.end.protocol", detail)
        : problem;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
