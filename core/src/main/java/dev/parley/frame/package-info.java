/// Where a message ends: framings, and the messages that they cut out of a stream of bytes.
///
/// Start with [dev.parley.frame.Framing], which names all of them. A framing is two objects per
/// session: a [dev.parley.frame.Decoder] that finds the next message and a
/// [dev.parley.frame.Encoder] that writes one. Pure: bytes in, messages out, without sockets,
/// files, clocks or threads.
package dev.parley.frame;
