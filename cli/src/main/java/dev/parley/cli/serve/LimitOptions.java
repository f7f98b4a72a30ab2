package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.size;
import static dev.parley.cli.command.Declaration.time;
import static dev.parley.cli.command.Declaration.wideSize;

import dev.parley.cli.command.Failure;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for a server's limits and timeouts. The defaults are the library's.
final class LimitOptions {
  private int maxSessions;
  private @Nullable Integer maxPerAddress;
  private int rate;
  private Long byteRate = 0L;
  private Integer maxOutbox = 0;
  private @Nullable Long maxBuffered;
  private Duration idle = Duration.ZERO;
  private Duration datagramIdle = Duration.ZERO;
  private Duration frame = Duration.ZERO;
  private Duration write = Duration.ZERO;
  private Duration unacknowledged = Duration.ZERO;
  private Duration login = Duration.ZERO;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(
        number(value -> maxSessions = value, "--max-sessions").defaultValue("10000").build());
    group.addOption(number(value -> maxPerAddress = value, "--max-per-address").build());
    group.addOption(number(value -> rate = value, "--rate").defaultValue("0").build());
    group.addOption(wideSize(value -> byteRate = value, "--byte-rate").defaultValue("0").build());
    group.addOption(size(value -> maxOutbox = value, "--max-outbox").defaultValue("1m").build());
    group.addOption(wideSize(value -> maxBuffered = value, "--max-buffered").build());
    group.addOption(time(value -> idle = value, "--idle-timeout").defaultValue("off").build());
    group.addOption(
        time(value -> datagramIdle = value, "--datagram-idle-timeout").defaultValue("1m").build());
    group.addOption(time(value -> frame = value, "--frame-timeout").defaultValue("30s").build());
    group.addOption(time(value -> write = value, "--write-timeout").defaultValue("10s").build());
    group.addOption(
        time(value -> unacknowledged = value, "--unacknowledged-timeout")
            .defaultValue("1m")
            .build());
    group.addOption(time(value -> login = value, "--login-timeout").defaultValue("5s").build());
  }

  /// Returns the configured limits.
  ///
  /// @throws Failure if one is out of range
  Limits limits() {
    try {
      Limits limits =
          Limits.defaults()
              .withMaxSessions(maxSessions)
              .withMaxOutboxBytes(maxOutbox)
              .withMessagesPerSecond(rate)
              .withBytesPerSecond(byteRate);
      if (maxPerAddress != null) {
        limits = limits.withMaxPerAddress(maxPerAddress);
      }
      return maxBuffered == null ? limits : limits.withMaxBufferedBytes(maxBuffered);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  /// Returns the configured timeouts.
  ///
  /// @throws Failure if one is out of range
  Timeouts timeouts() {
    try {
      return Timeouts.defaults()
          .withIdle(idle)
          .withDatagramIdle(datagramIdle)
          .withFrame(frame)
          .withWrite(write)
          .withUnacknowledged(unacknowledged)
          .withLogin(login);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }
}
