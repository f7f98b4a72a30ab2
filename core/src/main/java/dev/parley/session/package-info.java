/// A session with one peer, and what an application sees of it: its handler, its addresses, its
/// events and its close reasons.
///
/// An application implements [dev.parley.session.Handler] and is called with a
/// [dev.parley.session.Session]; [dev.parley.session.Conversation] is the blocking alternative.
/// Sessions are created by [dev.parley.Server], [dev.parley.Client] and [dev.parley.Connector].
package dev.parley.session;
