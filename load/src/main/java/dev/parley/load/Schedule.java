package dev.parley.load;

/// When the requests of one connection are due in an open loop. The requests of all connections are
/// evenly apart, and the connections take turns:
///
/// ```
///   rate 4/s, 2 connections:   0 ms  250 ms  500 ms  750 ms  1000 ms
///                              c0.0   c1.0    c0.1    c1.1     c0.2
/// ```
///
/// Latency counts from here and not from when a request was sent, so that a server that stalls is
/// charged for the requests that would have come meanwhile ("coordinated omission", G. Tene).
///
/// @param startNanos when the first request of the first connection is due
/// @param rate requests a second of all connections
/// @param connections how many take turns
/// @param connection which of them this is, from 0
record Schedule(long startNanos, int rate, int connections, int connection) {
  private static final long SECOND = 1_000_000_000L;

  /// When the request with this number of this connection, from 0, is due.
  long due(long number) {
    long place = number * connections + connection;
    return startNanos + place / rate * SECOND + place % rate * SECOND / rate;
  }
}
