package dev.parley.cli.chat;

import dev.parley.ConnectOutcome;
import dev.parley.chat.client.ClientProblem;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.problem.Problem;
import org.jspecify.annotations.Nullable;

/// How a talk in rooms ends, by what has ended it.
final class ChatEnds {
  private ChatEnds() {}

  /// The server does not want this client any more.
  ///
  /// @param code null if it was not let in
  static CommandEnd closed(@Nullable ClosingCode code, Problem why) {
    if (code == null) {
      return why.code() == ClientProblem.CLOSED
          ? CommandEnd.left()
          : new CommandEnd(refusal(why), "refused", ServerWords.problem(why), why);
    }
    return switch (code) {
      case QUIT -> CommandEnd.left();
      case BANNED, NAME_INVALID, FULL -> ending(ExitCode.LOGIN_REFUSED, code, why);
      case PROTOCOL -> ending(ExitCode.PROTOCOL, code, why);
      default -> ending(ExitCode.NETWORK, code, why);
    };
  }

  private static CommandEnd ending(int exitCode, ClosingCode code, Problem why) {
    return new CommandEnd(exitCode, code.word(), ServerWords.problem(why), why);
  }

  private static int refusal(Problem why) {
    return why.code() == ClientProblem.REFUSED
            && why.parameters().getFirst() instanceof ChatError error
            && error == ChatError.MALFORMED
        ? ExitCode.PROTOCOL
        : ExitCode.LOGIN_REFUSED;
  }

  /// A first attempt to connect that shows that further ones are useless; null if they are not.
  ///
  /// @param isPerson true if somebody sees that we try again
  static @Nullable CommandEnd unreachable(ConnectOutcome.Failed failed, boolean isPerson) {
    CommandEnd end = CommandEnd.of(failed);
    return isPerson && end.exitCode() == ExitCode.NETWORK ? null : end;
  }
}
