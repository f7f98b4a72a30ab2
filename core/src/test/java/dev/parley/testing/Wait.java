package dev.parley.testing;

import java.time.Duration;

/// How long a test waits for something that must happen: long enough that it never fails on a busy
/// machine, and less than the test's timeout (`config/test/junit-platform.properties`). The wait
/// ends as soon as it happens, so only a failing test takes this long.
public final class Wait {
  public static final int SECONDS = 60;
  public static final int MILLIS = 1000 * SECONDS;
  public static final Duration TIME = Duration.ofSeconds(SECONDS);

  private Wait() {}
}
