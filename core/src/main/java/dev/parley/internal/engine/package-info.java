/// How a session runs: the connection between links, which move bytes, and handlers, which receive
/// messages.
///
/// [dev.parley.internal.engine.StreamSession] and [dev.parley.internal.engine.DatagramSession] are
/// the two kinds of session; [dev.parley.internal.engine.SessionConfig] is the configuration that
/// all sessions of a server share. A session belongs to one loop for life and is used on its thread
/// only.
///
/// Not exported.
package dev.parley.internal.engine;
