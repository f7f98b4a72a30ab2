/// Servers and clients for TCP, UDP and Unix-domain sockets: start here.
///
/// [dev.parley.Server] and [dev.parley.Client] open sockets, [dev.parley.Connector] opens many
/// connections on one set of threads, and [dev.parley.Conversations] gives a session a thread of
/// its own. What they serve is in [dev.parley.session]; where a message ends is a
/// [dev.parley.frame.Framing]; who the peer is, a [dev.parley.secure.Security]; how much it may ask
/// for, [dev.parley.limit.Limits].
package dev.parley;
