/// A server of chat rooms, [dev.parley.chat.ChatServer]. Its settings are in
/// [dev.parley.chat.config], what it keeps in [dev.parley.chat.history].
package dev.parley.chat;
