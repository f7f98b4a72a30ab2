package dev.parley.internal.net;

/// Accepts the connections of one stream listener. Where, its [Host] decides: on the loop of the
/// sessions if there is only one ([LoopAcceptor]), otherwise on a thread of its own
/// ([ThreadAcceptor]).
///
/// A failing `accept` does not end it: it pauses ([AcceptBackOff]) and tries again, for ever.
public sealed interface Acceptor permits LoopAcceptor, ThreadAcceptor {
  /// Receives connections. Called on the thread that accepts.
  interface Receiver {
    /// Accepts a connection, which the receiver now owns.
    ///
    /// @param servesAtOnce false if it should be served in a task of its loop, because many more
    ///   are waiting to be accepted
    void accepted(Connection connection, boolean servesAtOnce);

    /// Returns true if a newcomer may take the place of another one that is not served yet.
    boolean hasEvictions();

    /// Accepting failed and is tried again after `backOffNanos`.
    void failed(Throwable cause, long backOffNanos);
  }

  /// Starts to accept. Does not wait.
  void start();

  /// Stops accepting and closes the listener; accepted connections stay open. Safe for any thread,
  /// does not wait and may be called twice.
  void stop();

  /// Waits, after [#stop], until no more connections are passed to the receiver and the address is
  /// free, at most `nanos`. Returns at once on the thread that accepts.
  void awaitStop(long nanos);
}
