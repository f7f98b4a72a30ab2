/// Sockets: loops, acceptors, and the two kinds of link between a socket and a session.
///
/// The only package that touches channels. It moves bytes and knows nothing of messages; the
/// sessions above it (`dev.parley`) know nothing of selectors. Not exported.
package dev.parley.net;
