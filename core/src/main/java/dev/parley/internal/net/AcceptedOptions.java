package dev.parley.internal.net;

/// The options that the connections of a stream listener get.
///
/// @param unacknowledgedMillis how long data sent to a TCP peer may stay unacknowledged, where that
///   can be set; 0 for the system's own limit
/// @param noDelay TCP_NODELAY
/// @param keepAlive SO_KEEPALIVE, and probes at the times that [Sockets] has
public record AcceptedOptions(int unacknowledgedMillis, boolean noDelay, boolean keepAlive) {}
