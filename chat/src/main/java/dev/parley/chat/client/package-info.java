/// A client of chat rooms: [dev.parley.chat.client.RoomClient] keeps the connection, and tells a
/// [dev.parley.chat.client.RoomListener] what happens in its rooms.
package dev.parley.chat.client;
