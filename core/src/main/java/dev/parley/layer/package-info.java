/// The seam between a socket and a framing: a layer converts between application bytes and wire
/// bytes, as TLS and sealed sessions do.
///
/// [dev.parley.layer.Layer] is for streams, [dev.parley.layer.DatagramLayer] for datagrams. A
/// [dev.parley.layer.ProtocolException] says that the peer broke the protocol. Pure: bytes in,
/// bytes out.
package dev.parley.layer;
