package dev.parley;

import dev.parley.session.Event;
import dev.parley.testing.CountingClock;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A server in a process that may open few files, some of which the program itself needs. Prints
/// its port, then a [Standing] for each line of input. Run by [HostileSoakTest].
///
/// The system property `cramped.loops` is the number of loops: one accepts by itself, several have
/// a thread for that.
public final class Cramped {
  /// Advances the server's clock past the time in which failures of accept are not reported again.
  static final String A_MINUTE_LATER = "a minute later";

  /// A little more than a minute.
  static final Duration MINUTE = Duration.ofSeconds(61);

  /// The state of the server.
  ///
  /// @param nanos the time
  /// @param events the number of events about failures
  /// @param reported the number of failures that those events reported
  /// @param backOffMillis the listener's pause, according to the last event
  /// @param looks how often the loops have read the clock: at least once per turn
  /// @param lowered what the limit of sessions was lowered to
  record Standing(
      long nanos, int events, long reported, long backOffMillis, long looks, int lowered) {
    static Standing parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Standing(
          Long.parseLong(parts[0]),
          Integer.parseInt(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          Long.parseLong(parts[4]),
          Integer.parseInt(parts[5]));
    }

    @Override
    public String toString() {
      return (nanos + " " + events + " " + reported)
          + (" " + backOffMillis + " " + looks + " " + lowered);
    }
  }

  private static final int OWN_FILES = 80;

  private final CountingClock clock = new CountingClock();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong reported = new AtomicLong();
  private final AtomicLong backOffMillis = new AtomicLong();
  private final AtomicInteger lowered = new AtomicInteger();

  private Cramped() {}

  /// Serves until the end of input.
  public static void main(String[] args) throws Exception {
    new Cramped().run();
    System.exit(0);
  }

  private void run() throws Exception {
    try (Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .handler((session, message) -> session.send(message))
            .loops(Integer.getInteger("cramped.loops"))
            .clock(clock)
            .events(this::watch)
            .start()) {
      FileInputStream[] own = new FileInputStream[OWN_FILES];
      for (int i = 0; i < own.length; i++) {
        own[i] = new FileInputStream("/dev/null");
      }
      System.out.println(server.address().port());
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println(standing()); // while there are descriptors left to load its classes
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (line.equals(A_MINUTE_LATER)) {
          clock.advance(MINUTE);
        }
        System.out.println(standing());
      }
      for (FileInputStream file : own) {
        file.close();
      }
    }
  }

  private Standing standing() {
    return new Standing(
        clock.nanos(),
        failed.get(),
        reported.get(),
        backOffMillis.get(),
        clock.looks("parley-loop-"),
        lowered.get());
  }

  private void watch(Event event) {
    if (event instanceof Event.AcceptFailed failure) {
      reported.addAndGet(failure.failures());
      backOffMillis.set(failure.backOff().toMillis());
      failed.incrementAndGet();
    } else if (event instanceof Event.LimitLowered limit) {
      lowered.set((int) limit.given());
    }
  }
}
