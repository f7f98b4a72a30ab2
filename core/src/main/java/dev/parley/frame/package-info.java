/// Framings, and the messages that they extract from a byte stream.
///
/// Start with [dev.parley.frame.Framing], which lists all of them. A framing is two objects per
/// session: a [dev.parley.frame.Decoder] that finds the next message and a
/// [dev.parley.frame.Encoder] that writes one. Pure: bytes in, messages out, without sockets,
/// files, clocks or threads.
package dev.parley.frame;
