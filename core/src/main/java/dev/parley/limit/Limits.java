package dev.parley.limit;

import dev.parley.problem.Setting;
import dev.parley.problem.Unit;

/// Limits on what a server's peers may use. Immutable, safe for any thread.
///
/// @param maxSessions the maximum number of open sessions, all listeners together, at least 1.
///   Stream peers in login are counted separately ([SourceLimits#maxLogins]). If the server is
///   full, a newcomer evicts a stream peer that is unauthenticated and has sent no complete
///   message: the oldest of the source with the most of them. If there is none, the newcomer is
///   closed at accept. If both streams and datagrams are served, each kind gets half, at least 1,
///   since the senders of datagrams can be forged; datagram listeners get equal shares, at least 1
///   each, and there a newcomer evicts another peer
/// @param maxPerAddress the maximum number of open sessions per peer address ([SourceLimits]
///   defines an address), at least 1. It applies to streams, and to each datagram listener
///   separately; plain datagram peers over the limit evict each other
/// @param countLoopback true if `maxPerAddress` also applies to peers on a loopback address.
///   Otherwise they are exempt: behind a proxy on this machine, and in tests, all peers have one
///   address
/// @param maxOutboxBytes the maximum number of bytes of one session that wait to be written, at
///   least 1; a session over it is a slow consumer and is closed
/// @param messagesPerSecond the average rate of messages per second that one session may send us,
///   from 0 to 10⁹; 0 means unlimited. Over it reading is delayed; nothing is dropped
/// @param bytesPerSecond the average rate of bytes per second that one session may send us, from 0
///   to [TokenBucket#MAX_RATE]; 0 means unlimited. Over it reading is delayed; nothing is dropped
/// @param maxBufferedBytes the maximum number of bytes of memory that all stream sessions together
///   may use for queued data, incomplete messages, logins and TLS, at least 1 MiB. All loops share
///   it. Over it, sessions are closed: those of the sources that hold most ([Source]), and of these
///   the ones that have made no progress for longest. The session objects, about 1 KiB each, are
///   bounded by `maxSessions`
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

  /// Checks ranges.
  ///
  /// @throws IllegalArgumentException with a sentence that names the limit, its value and its range
  public Limits {
    Range.check(Setting.MAX_SESSIONS, maxSessions, Unit.SESSIONS, 1, Integer.MAX_VALUE);
    Range.check(
        Setting.MAX_PER_ADDRESS, maxPerAddress, Unit.SESSIONS_PER_ADDRESS, 1, Integer.MAX_VALUE);
    Range.check(Setting.MAX_OUTBOX_BYTES, maxOutboxBytes, Unit.BYTES, 1, Integer.MAX_VALUE);
    Range.check(
        Setting.MESSAGES_PER_SECOND,
        messagesPerSecond,
        Unit.MESSAGES_PER_SECOND,
        0,
        MAX_MESSAGES_PER_SECOND);
    Range.check(
        Setting.BYTES_PER_SECOND, bytesPerSecond, Unit.BYTES_PER_SECOND, 0, TokenBucket.MAX_RATE);
    Range.check(Setting.MAX_BUFFERED_BYTES, maxBufferedBytes, Unit.BYTES, 1 << 20, Long.MAX_VALUE);
  }

  /// Returns the defaults: 10,000 sessions, 64 per address except loopback, an outbox of 1 MiB, no
  /// rate limits, a quarter of this JVM's maximum heap for buffered bytes.
  public static Limits defaults() {
    return DEFAULTS;
  }

  /// Returns a copy with another `maxSessions`.
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

  /// Returns a copy with another `maxPerAddress` that applies to loopback peers too, because an
  /// explicit number is meant literally. [#withCountLoopback] undoes the latter.
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

  /// Returns a copy with another `countLoopback`.
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

  /// Returns a copy with another `maxOutboxBytes`.
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

  /// Returns a copy with another `messagesPerSecond`.
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

  /// Returns a copy with another `bytesPerSecond`.
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

  /// Returns a copy with another `maxBufferedBytes`.
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
