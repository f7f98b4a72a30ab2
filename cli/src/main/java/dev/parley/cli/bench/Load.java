package dev.parley.cli.bench;

import dev.parley.Address;
import dev.parley.Transport;
import dev.parley.frame.Framing;
import dev.parley.frame.RawFraming;
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
