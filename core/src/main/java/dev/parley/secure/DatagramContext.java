package dev.parley.secure;

import dev.parley.layer.DatagramLayer;

/// What the layer of one datagram socket needs from around it.
///
/// @param common what streams need too
/// @param peers the socket and the sessions
/// @param loginNanos how long a login may take
/// @param silentNanos how long a peer may be silent before it is given up
/// @param <A> the address of a peer
public record DatagramContext<A>(
    LayerContext common, DatagramLayer.Peers<A> peers, long loginNanos, long silentNanos) {}
