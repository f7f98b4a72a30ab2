package dev.parley.limit;

/// How much a server gives to its peers. Immutable, safe for any thread.
///
/// @param maxSessions the most sessions open at once, all listeners together, at least 1. Stream
///   peers in login have places besides ([SourceLimits#maxLogins]). When all are taken, a newcomer
///   takes the place of a stream peer that has proven nothing and sent no whole message, the oldest
///   of the source with the most of them; without one, it is closed at accept. Where streams and
///   datagrams are served, each kind has half of them, at least 1, since the senders of datagrams
///   can be forged; datagram listeners have even shares, at least 1 each, and there a newcomer
///   takes another peer's place
/// @param maxPerAddress the most sessions one peer address may have open ([SourceLimits] says what
///   an address is), at least 1. It holds for streams, and on each datagram listener by itself;
///   plain datagram peers over it take each other's places
/// @param countLoopback true if `maxPerAddress` holds for peers on a loopback address too.
///   Otherwise they are exempt: behind a proxy on this machine, and in tests, everybody is one
///   address
/// @param maxOutboxBytes the most bytes of one session that wait for the kernel to take them, at
///   least 1; a session over it is a slow consumer and is closed
/// @param messagesPerSecond how many messages a second one session may send us on average, from 0
///   to 10⁹; 0 means any number. Over it we read later, nothing is dropped
/// @param bytesPerSecond how many bytes a second one session may send us on average, from 0 to
///   [TokenBucket#MAX_RATE]; 0 means any number. Over it we read later, nothing is dropped
/// @param maxBufferedBytes the most bytes of memory that all stream sessions together may take for
///   what waits, is not complete, or belongs to a login or to TLS, at least 1 MiB. All loops share
///   it; over it, of the sources that hold most ([Source]), those sessions are closed that have
///   made no progress for longest. The sessions themselves, about 1 KiB each, are bounded by
///   `maxSessions`
public record Limits(
    int maxSessions,
    int maxPerAddress,
    boolean countLoopback,
    int maxOutboxBytes,
    int messagesPerSecond,
    long bytesPerSecond,
    long maxBufferedBytes) {

  private static final int MAX_MESSAGES_PER_SECOND = 1_000_000_000;

  private static final Limits DEFAULTS =
      new Limits(10_000, 64, false, 1 << 20, 0, 0, Runtime.getRuntime().maxMemory() / 4);

  /// Limits as given.
  ///
  /// @throws IllegalArgumentException with a sentence that names the limit, its value and its range
  public Limits {
    Range.check("maxSessions", maxSessions, "sessions", 1, Integer.MAX_VALUE);
    Range.check("maxPerAddress", maxPerAddress, "sessions per address", 1, Integer.MAX_VALUE);
    Range.check("maxOutboxBytes", maxOutboxBytes, "bytes", 1, Integer.MAX_VALUE);
    Range.check("messagesPerSecond", messagesPerSecond, "messages/s", 0, MAX_MESSAGES_PER_SECOND);
    Range.check("bytesPerSecond", bytesPerSecond, "bytes/s", 0, TokenBucket.MAX_RATE);
    Range.check("maxBufferedBytes", maxBufferedBytes, "bytes", 1 << 20, Long.MAX_VALUE);
  }

  /// 10,000 sessions, 64 per address but for loopback, an outbox of 1 MiB, no rates, a quarter of
  /// the memory that this Java machine may use for all that waits.
  public static Limits defaults() {
    return DEFAULTS;
  }

  /// The same with another `maxSessions`.
  public Limits withMaxSessions(int sessions) {
    return new Limits(
        sessions,
        maxPerAddress,
        countLoopback,
        maxOutboxBytes,
        messagesPerSecond,
        bytesPerSecond,
        maxBufferedBytes);
  }

  /// The same with another `maxPerAddress`, and that for loopback peers too: who sets a number
  /// means it. [#withCountLoopback] takes that part back.
  public Limits withMaxPerAddress(int sessions) {
    return new Limits(
        maxSessions,
        sessions,
        true,
        maxOutboxBytes,
        messagesPerSecond,
        bytesPerSecond,
        maxBufferedBytes);
  }

  /// The same with another `countLoopback`.
  public Limits withCountLoopback(boolean count) {
    return new Limits(
        maxSessions,
        maxPerAddress,
        count,
        maxOutboxBytes,
        messagesPerSecond,
        bytesPerSecond,
        maxBufferedBytes);
  }

  /// The same with another `maxOutboxBytes`.
  public Limits withMaxOutboxBytes(int bytes) {
    return new Limits(
        maxSessions,
        maxPerAddress,
        countLoopback,
        bytes,
        messagesPerSecond,
        bytesPerSecond,
        maxBufferedBytes);
  }

  /// The same with another `messagesPerSecond`.
  public Limits withMessagesPerSecond(int messages) {
    return new Limits(
        maxSessions,
        maxPerAddress,
        countLoopback,
        maxOutboxBytes,
        messages,
        bytesPerSecond,
        maxBufferedBytes);
  }

  /// The same with another `bytesPerSecond`.
  public Limits withBytesPerSecond(long bytes) {
    return new Limits(
        maxSessions,
        maxPerAddress,
        countLoopback,
        maxOutboxBytes,
        messagesPerSecond,
        bytes,
        maxBufferedBytes);
  }

  /// The same with another `maxBufferedBytes`.
  public Limits withMaxBufferedBytes(long bytes) {
    return new Limits(
        maxSessions,
        maxPerAddress,
        countLoopback,
        maxOutboxBytes,
        messagesPerSecond,
        bytesPerSecond,
        bytes);
  }
}
