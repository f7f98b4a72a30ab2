package dev.parley.internal.net.memory;

/// Decides when what was sent arrives: into a pipe, at its reader; a datagram, at its address.
@FunctionalInterface
public interface Delivery {
  /// Everything arrives in the moment in which it is sent.
  Delivery AT_ONCE =
      pipe -> {
        while (pipe.arrive(Integer.MAX_VALUE)) {
          // The bytes, then the end, then a reset.
        }
      };

  /// A connection was made, of these two pipes. Nothing was sent yet.
  default void connected(MemoryPipe there, MemoryPipe back) {}

  /// A datagram was sent: [MemoryNetwork#arrive] may follow, never, now, later, or more than once.
  /// On the sender's thread, which holds no lock.
  default void sent(MemoryNetwork network, MemoryDatagram datagram) {
    network.arrive(datagram);
  }

  /// Bytes, an end or a reset were sent into `pipe`: [MemoryPipe#arrive] must follow, now or later.
  /// On the sender's thread, which holds no lock.
  void sent(MemoryPipe pipe);
}
