/// Sockets: event loops, acceptors, and the two kinds of link between a socket and a session.
///
/// The only package that opens channels. It moves bytes and knows nothing of messages or
/// encryption. [dev.parley.internal.net.EventLoop] is a thread with a selector, which drives
/// [dev.parley.internal.net.StreamLink] and [dev.parley.internal.net.DatagramLink].
///
/// Not exported.
package dev.parley.internal.net;
