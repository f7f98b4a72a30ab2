/// A session with one peer, and what an application sees of it: its handler, its addresses, its
/// events and the reasons it ends for.
///
/// An application implements [dev.parley.session.Handler] and is called with a
/// [dev.parley.session.Session]; [dev.parley.session.Conversation] is the same for code that waits.
/// Sessions are made by [dev.parley.Server], [dev.parley.Client] and [dev.parley.Connector].
package dev.parley.session;
