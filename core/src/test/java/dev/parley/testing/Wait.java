package dev.parley.testing;

import java.time.Duration;

/// How long a test waits for what must come: long enough that a busy machine never fails it, and
/// less than the limit of the test (`config/test/junit-platform.properties`). What comes ends the
/// wait, so only a failing test takes this long.
public final class Wait {
  public static final int SECONDS = 60;
  public static final int MILLIS = 1000 * SECONDS;
  public static final Duration TIME = Duration.ofSeconds(SECONDS);

  private Wait() {}
}
