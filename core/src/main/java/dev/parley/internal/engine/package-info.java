/// How a session runs: the joint between links, which move bytes, and handlers, which see messages.
///
/// [dev.parley.internal.engine.StreamSession] and [dev.parley.internal.engine.DatagramSession] are
/// the two kinds of session; [dev.parley.internal.engine.SessionConfig] is what all sessions of a
/// server have in common. A session belongs to one loop for life and is used on its thread only.
///
/// Not exported.
package dev.parley.internal.engine;
