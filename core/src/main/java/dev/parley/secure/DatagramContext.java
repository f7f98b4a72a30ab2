package dev.parley.secure;

import dev.parley.layer.DatagramLayer;

/// What the layer of one datagram socket is given by the socket that runs it.
///
/// @param common the part that streams need too
/// @param peers the socket and its sessions
/// @param loginNanos the time limit for a login
/// @param silentNanos how long a peer may be silent before its session ends
/// @param <A> the address of a peer
public record DatagramContext<A>(
    LayerContext common, DatagramLayer.Peers<A> peers, long loginNanos, long silentNanos) {}
