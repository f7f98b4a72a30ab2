package dev.parley.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ConnectOutcome;
import dev.parley.ConnectOutcome.Failure;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.session.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandEndTest {
  @ParameterizedTest
  @CsvSource({
    "REFUSED, 1",
    "TIMED_OUT, 1",
    "UNKNOWN_HOST, 1",
    "NETWORK, 1",
    "NOT_POSSIBLE, 2",
    "LOGIN_REFUSED, 3",
    "LOGIN_TIMED_OUT, 3"
  })
  void whyThereIsNoConnectionDecidesTheExitCode(Failure failure, int exitCode) {
    CommandEnd ending = CommandEnd.of(new ConnectOutcome.Failed(failure, Problem.text("so")));
    assertEquals(exitCode, ending.exitCode());
    assertEquals("so", ending.sentence());
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED, 0",
    "PEER_RESET, 1",
    "UNREACHABLE, 1",
    "NETWORK_FAILED, 1",
    "FRAME_TOO_LARGE, 4",
    "FRAME_MALFORMED, 4",
    "FRAME_TRUNCATED, 4",
    "LOGIN_REFUSED, 3",
    "WRITE_TIMEOUT, 1",
    "HANDLER_FAILED, 70"
  })
  void whyTheSessionEndedDecidesTheExitCode(CloseReason reason, int exitCode) {
    assertEquals(exitCode, CommandEnd.of(reason, Problem.text("so")).exitCode());
  }

  @Test
  void aLoginThatIsRefusedOnceTheTalkHasBegunIsNoBrokenProtocol() {
    CommandEnd ending =
        CommandEnd.of(CloseReason.LOGIN_REFUSED, Problem.text("the server wants a certificate"));
    assertEquals("the login failed: the server wants a certificate", ending.sentence());
  }

  /// Many TLS servers end like this, and none of our options changes it.
  @Test
  void aCutStreamIsNoMatterOfOptions() {
    CommandEnd ending =
        CommandEnd.of(CloseReason.FRAME_TRUNCATED, Problem.of(TlsProblem.CUT_IN_RECORD, 7));
    assertEquals(4, ending.exitCode());
    assertEquals(
        "the stream was cut: it ended inside a TLS record, 7 bytes after its start; what came"
            + " before it is genuine, what should have followed may be missing",
        ending.sentence());
  }

  @ParameterizedTest
  @EnumSource(CloseReason.class)
  void everyEndThatIsAFailureHasAProblemForPrograms(CloseReason reason) {
    for (Problem problem : new Problem[] {null, Problem.text("so"), Problem.of(TlsProblem.PIN)}) {
      CommandEnd ending = CommandEnd.of(reason, problem);
      assertTrue(ending.exitCode() == ExitCode.FINE || ending.problem() != null, reason.name());
    }
  }
}
