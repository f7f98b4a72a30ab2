/// The seam between a socket and a framing: a layer converts between application bytes and wire
/// bytes, as TLS and sealed sessions do.
///
/// [dev.parley.layer.Layer] is for streams: its data path, with [dev.parley.layer.LayerLogin] for
/// authentication and [dev.parley.layer.LayerState] for progress and memory.
/// [dev.parley.layer.DatagramLayer] is for datagrams. A [dev.parley.layer.ProtocolException] says
/// that the peer broke the protocol. Pure: bytes in, bytes out.
package dev.parley.layer;
