package dev.parley.internal.simulation;

/// What a loop of a simulated host holds. Nothing, once the last session has ended, but for the
/// links of datagram listeners.
///
/// @param links the number of streams and datagram sockets
/// @param timers the number of timers
/// @param bytes the bytes counted against the memory budget that it shares with other loops
public record LoopContents(int links, int timers, long bytes) {}
