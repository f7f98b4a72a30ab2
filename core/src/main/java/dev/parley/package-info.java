/// Servers and clients for TCP, UDP and Unix-domain sockets: start here.
///
/// [dev.parley.Server] and [dev.parley.Client] open sockets, [dev.parley.Connector] opens many
/// connections on one set of threads, and [dev.parley.Conversations] gives each session a thread of
/// its own. Sessions are in [dev.parley.session]. A [dev.parley.frame.Framing] says where a message
/// ends, a [dev.parley.secure.Security] who the peer is, and [dev.parley.limit.Limits] how much it
/// may use.
package dev.parley;
