package dev.parley.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Timeouts;
import dev.parley.load.LoadProblem;
import dev.parley.problem.FrameHint;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ServerProblem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextsTest {
  private static Problem refused(Supplier<?> settings) {
    return Problem.of(Assertions.assertThrows(IllegalArgumentException.class, settings::get));
  }

  @Test
  void aSettingIsCalledByItsOption() {
    Problem problem = refused(() -> DatagramLimits.defaults().withAnswersPerSecond(-1));
    assertEquals(
        "answersPerSecond of -1 answers/s is out of range; choose 0 to 1000000 (0 means no limit)",
        problem.toString());
    assertEquals(
        "--udp-answers of -1 answers/s is out of range; choose 0 to 1000000 (0 means no limit)",
        ProblemTexts.sentence(problem, Language.ENGLISH));
    assertEquals(
        "--udp-answers 为 -1 个应答/秒，超出范围；请选择 0 到 1000000（0 表示不限）",
        ProblemTexts.sentence(problem, Language.CHINESE));
  }

  @Test
  void aTimeoutIsCalledByItsOption() {
    Problem problem = refused(() -> Timeouts.defaults().withLogin(Duration.ZERO));
    assertEquals(
        "--login-timeout timeout of 0s is out of range; choose more than 0s, up to 8760h",
        ProblemTexts.sentence(problem, Language.ENGLISH));
  }

  @Test
  void aProblemInAProblemIsSaidInTheSameLanguage() {
    Problem problem =
        Problem.of(FrameProblem.LENGTH_TOO_LARGE, 1347375956L, 1000)
            .withHint(Problem.of(FrameHint.SEALED_SERVER));
    assertEquals(
        "length 1347375956 exceeds maxMessage 1000 bytes; the bytes look like a sealed Parley"
            + " server, for which this side needs a key (--key-file)",
        ProblemTexts.sentence(problem, Language.ENGLISH));
    assertEquals(
        "长度 1347375956 超过了 maxMessage 的 1000 字节；这些字节看起来像使用密钥加密的 Parley 服务器，"
            + "本端需要密钥才能与它通信（--key-file）",
        ProblemTexts.sentence(problem, Language.CHINESE));
  }

  @Test
  void theTextOfTheSystemStands() {
    Problem problem =
        Problem.of(ServerProblem.CANNOT_LISTEN, "tcp://[::1]:9", Problem.text("{0} denied"));
    assertEquals(
        "cannot listen on tcp://[::1]:9: {0} denied",
        ProblemTexts.sentence(problem, Language.ENGLISH));
    assertEquals(GeneralProblem.TEXT, ((Problem) problem.parameters().getLast()).code());
  }

  @Test
  void aKnownTextOfTheSystemIsSaidInTheUsersLanguage() {
    Problem problem = Problem.of(new IOException("No such file or directory"));
    assertEquals("No such file or directory", ProblemTexts.sentence(problem, Language.ENGLISH));
    assertEquals("文件或目录不存在", ProblemTexts.sentence(problem, Language.CHINESE));
  }

  @ParameterizedTest
  @EnumSource(CloseReason.class)
  void theReasonOfAnEndIsSaidInWords(CloseReason reason) {
    for (Language language : Language.values()) {
      String said = ProblemTexts.sentence(Problem.of(SessionProblem.ENDED, reason), language);
      assertFalse(said.contains(reason.name()), said);
    }
  }

  @Test
  void aNoteOfTheLoadGeneratorIsSaidInTheUsersLanguage() {
    Problem problem =
        Problem.of(LoadProblem.NOT_OPENED, 3, Problem.of(new IOException("Connection refused")));
    assertEquals(
        "3 connections could not be opened: Connection refused",
        ProblemTexts.sentence(problem, Language.ENGLISH));
    assertEquals("有 3 个连接无法打开：连接被拒绝", ProblemTexts.sentence(problem, Language.CHINESE));
  }
}
