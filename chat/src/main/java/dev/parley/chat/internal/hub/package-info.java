/// The state machine of rooms, members and names, confined to one loop: start with
/// [dev.parley.chat.internal.hub.Hub]. It acts through ports:
/// [dev.parley.chat.internal.hub.Outlet], [dev.parley.chat.internal.hub.RoomOutput], the history
/// and the loop.
package dev.parley.chat.internal.hub;
