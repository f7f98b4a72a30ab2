/// How sessions of the library meet the [dev.parley.chat.internal.hub.Hub]: what they send in, what
/// it says out.
package dev.parley.chat.internal.server;
