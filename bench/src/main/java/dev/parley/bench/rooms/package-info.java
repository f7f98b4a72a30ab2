/// The generator of chat: members of rooms, who speak to every contender by one code path. Only a
/// [dev.parley.bench.rooms.ChatDialect] differs.
@org.jspecify.annotations.NullMarked
package dev.parley.bench.rooms;
