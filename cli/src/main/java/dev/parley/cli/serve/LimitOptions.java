package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.DurationArgument;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.SizeArgument;
import dev.parley.cli.text.ProblemTexts;
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
    group
        .usageMessage()
        .optionListHeading("%nLimits (times like 500ms, 3s, 2m, off; sizes like 64k, 1m):%n");
    group.addOption(
        option(Integer.class, value -> maxSessions = value, "--max-sessions")
            .paramLabel("N")
            .defaultValue("10000")
            .description(
                "Sessions at once, lowered to what this process may open. Default:"
                    + " ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Integer.class, value -> maxPerAddress = value, "--max-per-address")
            .paramLabel("N")
            .description(
                "Sessions at once of one peer address. Default: 64, and any number for"
                    + " this machine's own unless set")
            .build());
    group.addOption(
        option(Integer.class, value -> rate = value, "--rate")
            .paramLabel("N")
            .defaultValue("0")
            .description(
                "Messages a second of one session; over it we read later, nothing is"
                    + " dropped. 0 is any. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Long.class, value -> byteRate = value, "--byte-rate")
            .paramLabel("SIZE")
            .defaultValue("0")
            .converters(new SizeArgument())
            .description("Bytes a second of one session, likewise. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Integer.class, value -> maxOutbox = value, "--max-outbox")
            .paramLabel("SIZE")
            .defaultValue("1m")
            .converters(new SizeArgument.Small())
            .description(
                "Bytes that may wait for a peer who reads slowly; over it the session"
                    + " ends. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Long.class, value -> maxBuffered = value, "--max-buffered")
            .paramLabel("SIZE")
            .converters(new SizeArgument())
            .description(
                "Bytes that may wait in all stream sessions together; over it the one that"
                    + " holds most ends. Default: a quarter of the memory that Java may use")
            .build());
    group.addOption(
        option(Duration.class, value -> idle = value, "--idle-timeout")
            .paramLabel("TIME")
            .defaultValue("off")
            .converters(new DurationArgument())
            .description(
                "End a stream session without a byte either way. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Duration.class, value -> datagramIdle = value, "--datagram-idle-timeout")
            .paramLabel("TIME")
            .defaultValue("1m")
            .converters(new DurationArgument())
            .description("Forget a UDP peer without a datagram. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Duration.class, value -> frame = value, "--frame-timeout")
            .paramLabel("TIME")
            .defaultValue("30s")
            .converters(new DurationArgument())
            .description("To finish a message that was begun. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Duration.class, value -> write = value, "--write-timeout")
            .paramLabel("TIME")
            .defaultValue("10s")
            .converters(new DurationArgument())
            .description(
                "For a peer to take any byte of what waits, then 1000 a second. Default:"
                    + " ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Duration.class, value -> unacknowledged = value, "--unacknowledged-timeout")
            .paramLabel("TIME")
            .defaultValue("1m")
            .converters(new DurationArgument())
            .description(
                "For a peer's system to acknowledge what was sent, or to have room for"
                    + " it (TCP on Linux). Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Duration.class, value -> login = value, "--login-timeout")
            .paramLabel("TIME")
            .defaultValue("5s")
            .converters(new DurationArgument())
            .description("For the whole login. Default: ${DEFAULT-VALUE}")
            .build());
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
      throw Failure.usage(ProblemTexts.sentence(e));
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
      throw Failure.usage(ProblemTexts.sentence(e));
    }
  }
}
