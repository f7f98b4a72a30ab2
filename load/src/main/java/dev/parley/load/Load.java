package dev.parley.load;

import dev.parley.ClientOptions;
import dev.parley.frame.Framing;
import dev.parley.frame.RawFraming;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Address;
import dev.parley.session.Transport;
import java.time.Duration;

/// What is asked of a server. Exactly one of `depth` and `rate` is more than zero.
///
/// @param framing of what we send; streams only
/// @param replyFraming of what we receive; streams only
/// @param connections that send, at least 1; over UDP, sockets
/// @param idle connections that are held open and say nothing
/// @param size the bytes of a message
/// @param depth closed loop: the requests that each connection keeps in flight; 0 for an open loop
/// @param rate open loop: the requests a second of all connections together; 0 for a closed loop
/// @param loops the threads that carry the connections
/// @param warmup runs before anything is measured
/// @param duration of the measuring
/// @param late how long a datagram's answer may take; after that it is lost, or late
/// @param expectation what a right answer is
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
  /// What of one connection's requests may wait for the server, at least.
  private static final int OUTBOX_BYTES = 1 << 20;

  /// More than the bytes that any framing adds to a message.
  private static final int FRAME_BYTES = 128;

  /// True if messages are datagrams.
  public boolean isDatagram() {
    return address.transport() == Transport.UDP;
  }

  /// True if requests are sent by the clock, whatever the answers do.
  public boolean isOpenLoop() {
    return rate > 0;
  }

  /// True if nothing marks off one answer from the next.
  public boolean runsTogether() {
    return !isDatagram() && replyFraming instanceof RawFraming;
  }

  /// How its connections talk: with room for what is in flight, and patient, because however slow
  /// the server is, that is what is measured.
  ///
  /// @throws IllegalArgumentException if so much cannot be in flight
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

  /// The same with another expectation.
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
