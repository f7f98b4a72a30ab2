package dev.parley.cli;

import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How much and how long a server gives its peers. The defaults are the library's.
@Command(optionListHeading = "%nLimits (times like 500ms, 3s, 2m, off; sizes like 64k, 1m):%n")
final class LimitOptions {
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("maxSessions", "--max-sessions"),
          Map.entry("maxPerAddress", "--max-per-address"),
          Map.entry("maxOutboxBytes", "--max-outbox"),
          Map.entry("maxBufferedBytes", "--max-buffered"),
          Map.entry("messagesPerSecond", "--rate"),
          Map.entry("bytesPerSecond", "--byte-rate"),
          Map.entry("idle", "--idle-timeout"),
          Map.entry("datagramIdle", "--datagram-idle-timeout"),
          Map.entry("frame", "--frame-timeout"),
          Map.entry("write", "--write-timeout"),
          Map.entry("login", "--login-timeout"));

  @Option(
      names = "--max-sessions",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Sessions at once, lowered to what this process may open. Default: ${DEFAULT-VALUE}")
  private int maxSessions;

  @Option(
      names = "--max-per-address",
      paramLabel = "N",
      description =
          "Sessions at once of one peer address. Default: 64, and any number for this machine's"
              + " own unless set")
  private @Nullable Integer maxPerAddress;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Messages a second of one session; over it we read later, nothing is dropped. 0 is any."
              + " Default: ${DEFAULT-VALUE}")
  private int rate;

  @Option(
      names = "--byte-rate",
      paramLabel = "SIZE",
      defaultValue = "0",
      converter = SizeArgument.class,
      description = "Bytes a second of one session, likewise. Default: ${DEFAULT-VALUE}")
  private Long byteRate = 0L;

  @Option(
      names = "--max-outbox",
      paramLabel = "SIZE",
      defaultValue = "1m",
      converter = SizeArgument.Small.class,
      description =
          "Bytes that may wait for a peer who reads slowly; over it the session ends. Default:"
              + " ${DEFAULT-VALUE}")
  private Integer maxOutbox = 0;

  @Option(
      names = "--max-buffered",
      paramLabel = "SIZE",
      converter = SizeArgument.class,
      description =
          "Bytes that may wait in all stream sessions together; over it the one that holds most"
              + " ends. Default: a quarter of the memory that Java may use")
  private @Nullable Long maxBuffered;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "off",
      converter = DurationArgument.class,
      description = "End a stream session without a byte either way. Default: ${DEFAULT-VALUE}")
  private Duration idle = Duration.ZERO;

  @Option(
      names = "--datagram-idle-timeout",
      paramLabel = "TIME",
      defaultValue = "1m",
      converter = DurationArgument.class,
      description = "Forget a UDP peer without a datagram. Default: ${DEFAULT-VALUE}")
  private Duration datagramIdle = Duration.ZERO;

  @Option(
      names = "--frame-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationArgument.class,
      description = "To finish a message that was begun. Default: ${DEFAULT-VALUE}")
  private Duration frame = Duration.ZERO;

  @Option(
      names = "--write-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationArgument.class,
      description = "For a peer to take any byte of what waits. Default: ${DEFAULT-VALUE}")
  private Duration write = Duration.ZERO;

  @Option(
      names = "--login-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationArgument.class,
      description = "For the whole login. Default: ${DEFAULT-VALUE}")
  private Duration login = Duration.ZERO;

  /// The limits asked for.
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
      throw Failure.usage(inOurWords(String.valueOf(e.getMessage())));
    }
  }

  /// The timeouts asked for.
  ///
  /// @throws Failure if one is out of range
  Timeouts timeouts() {
    try {
      return Timeouts.defaults()
          .withIdle(idle)
          .withDatagramIdle(datagramIdle)
          .withFrame(frame)
          .withWrite(write)
          .withLogin(login);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(inOurWords(String.valueOf(e.getMessage())));
    }
  }

  /// The library's names of limits as the options that set them here.
  private static String inOurWords(String sentence) {
    String words = sentence;
    for (Map.Entry<String, String> name : OPTIONS.entrySet()) {
      if (sentence.startsWith(name.getKey() + " ")) {
        words = name.getValue() + sentence.substring(name.getKey().length());
      }
    }
    return words;
  }
}
