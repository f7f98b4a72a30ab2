package dev.parley.load;

import dev.parley.ClientOptions;
import dev.parley.frame.Framing;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Address;
import java.time.Duration;

/// The configuration of a load test. Exactly one of `depth` and `rate` is more than zero.
///
/// @param framing the framing of what we send; streams only
/// @param replyFraming the framing of what we receive; streams only
/// @param connections active connections, at least 1; over UDP, sockets
/// @param idle connections that are held open without traffic
/// @param size the size of a message in bytes
/// @param depth closed loop: the requests that each connection keeps in flight; 0 for an open loop
/// @param rate open loop: requests per second, all connections together; 0 for a closed loop
/// @param loops the number of event loop threads
/// @param warmup the time before measuring
/// @param duration the time measured
/// @param late the timeout of a datagram's answer; after that it is lost, or late
/// @param expectation what a correct answer is
public record Load(
    Address address,
    Framing framing,
    Framing replyFraming,
    int connections,
    int idle,
    int size,
    int depth,
    int rate,
    int loops,
    Duration warmup,
    Duration duration,
    Duration late,
    Expectation expectation) {
  /// The minimum outbox size of a connection.
  private static final int OUTBOX_BYTES = 1 << 20;

  /// More bytes than any framing adds to a message.
  private static final int FRAME_BYTES = 128;

  /// Returns true if messages are datagrams.
  public boolean isDatagram() {
    return !address.transport().isStream();
  }

  /// Returns true if requests are sent by the clock, regardless of the answers.
  public boolean isOpenLoop() {
    return rate > 0;
  }

  /// Returns true if nothing delimits the answers.
  public boolean runsTogether() {
    return !isDatagram() && !replyFraming.keepsBoundaries();
  }

  /// Returns the options of its connections: with room for everything in flight and without
  /// timeouts, because even a very slow server is to be measured.
  ///
  /// @throws IllegalArgumentException if that much cannot be in flight
  public ClientOptions options() {
    long inFlight = 2L * Math.max(depth, 1) * (size + FRAME_BYTES);
    return ClientOptions.defaults()
        .withFraming(framing)
        .withReplyFraming(replyFraming)
        .withLimits(
            Limits.defaults()
                .withMaxOutboxBytes(
                    (int) Math.min(Math.max(inFlight, OUTBOX_BYTES), Integer.MAX_VALUE)))
        .withTimeouts(
            Timeouts.defaults()
                .withFrame(Duration.ZERO)
                .withWrite(Duration.ZERO)
                .withUnacknowledged(Duration.ZERO)
                .withHalfClose(Duration.ZERO)
                .withDatagramIdle(Timeouts.LONGEST));
  }

  /// Returns a copy with another expectation.
  public Load withExpectation(Expectation known) {
    return new Load(
        address,
        framing,
        replyFraming,
        connections,
        idle,
        size,
        depth,
        rate,
        loops,
        warmup,
        duration,
        late,
        known);
  }
}
