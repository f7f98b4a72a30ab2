package dev.parley.load;

/// The due times of one connection's requests in an open loop. The requests of all connections are
/// evenly spaced, and the connections take turns:
///
/// ```
///   rate 4/s, 2 connections:   0 ms  250 ms  500 ms  750 ms  1000 ms
///                              c0.0   c1.0    c0.1    c1.1     c0.2
/// ```
///
/// Latency counts from the due time and not from when a request was sent, so that a server that
/// stalls is charged for the requests that would have been sent meanwhile ("coordinated omission",
/// G. Tene).
///
/// @param startNanos when the first request of the first connection is due
/// @param rate requests per second of all connections
/// @param connections the number of connections that take turns
/// @param connection which of them this is, from 0
record Schedule(long startNanos, int rate, int connections, int connection) {
  private static final long SECOND = 1_000_000_000L;

  /// Returns when request `number`, counted from 0, of this connection is due.
  long due(long number) {
    long place = number * connections + connection;
    return startNanos + place / rate * SECOND + place % rate * SECOND / rate;
  }
}
