/// Sockets: event loops, acceptors, and the two kinds of link between a socket and a session.
///
/// The only package that uses channels. It moves bytes and knows neither messages nor encryption.
/// [dev.parley.internal.net.EventLoop] is a thread with a selector,
/// [dev.parley.internal.net.StreamLink] and [dev.parley.internal.net.DatagramLink] are what it
/// drives.
///
/// Not exported.
package dev.parley.internal.net;
