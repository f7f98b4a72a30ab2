package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.bench.attack.Attacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every attack of `bench/run --attacks` for five seconds on `./parley serve`, with a core for the
/// server and another for the attackers: an honest client is answered always, in twice its own
/// median of seconds before and within 200 ms, and nothing of the attack is left.
///
/// These are times, which other work on the machine spoils. It is known when that happened, because
/// the kernel says what ran ([ProcessorUse]): such a failure is tried once more, and then counts.
@Tag("siege")
final class AttacksSiegeTest {
  private static final Duration LENGTH = Duration.ofSeconds(5);

  private final Place place = new Place(Path.of("").toAbsolutePath().getParent());

  /// Where nothing has built the launcher's jars yet, its first start does.
  @BeforeAll
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  static void built() throws Exception {
    Process build =
        new ProcessBuilder(
                Path.of("").toAbsolutePath().getParent().resolve("parley").toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, build.waitFor());
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  void honestClientsDoNotNotice(Attacks attack) throws Exception {
    try (Children children = new Children()) {
      Cores cores = Cores.choose();
      Trial trial = new Trial(attack, ServerKind.PARLEY, LENGTH);
      Outcome outcome = trial.run(place, children, cores);
      if (!outcome.faults().isEmpty() && outcome.isDisturbed()) {
        System.out.println("disturbed, and so done again: " + outcome);
        outcome = trial.run(place, children, cores);
      }
      assertEquals(List.of(), outcome.faults(), outcome.toString());
    } catch (Unavailable e) {
      abort(e.why());
    }
  }
}
