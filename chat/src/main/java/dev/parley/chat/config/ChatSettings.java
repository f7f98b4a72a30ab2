package dev.parley.chat.config;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;

/// The settings of a chat server. Immutable.
///
/// @param server the name and version of the program, as members are told
/// @param lobby the room of members who speak plain text, with its `#`
/// @param operators names that have the rights of an operator once a login has proven them
/// @param memoryRooms rooms that are kept in memory whatever the history is, with their `#`
/// @param zone the time zone of plain lines
/// @param limits the limits
public record ChatSettings(
    String server,
    String lobby,
    Set<String> operators,
    Set<String> memoryRooms,
    ZoneId zone,
    ChatLimits limits) {
  private static final ChatSettings DEFAULTS =
      new ChatSettings(
          "parley", "#lobby", Set.of(), Set.of(), ZoneOffset.UTC, ChatLimits.defaults());

  /// Copies the sets.
  public ChatSettings {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(lobby, "lobby");
    operators = Set.copyOf(operators);
    memoryRooms = Set.copyOf(memoryRooms);
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(limits, "limits");
  }

  /// Returns the defaults: the room `#lobby`, no operators, times in UTC.
  public static ChatSettings defaults() {
    return DEFAULTS;
  }

  /// Returns a copy with another name of the program.
  public ChatSettings withServer(String name) {
    return new ChatSettings(name, lobby, operators, memoryRooms, zone, limits);
  }

  /// Returns a copy with another room for members who speak plain text.
  public ChatSettings withLobby(String room) {
    return new ChatSettings(server, room, operators, memoryRooms, zone, limits);
  }

  /// Returns a copy with other operators.
  public ChatSettings withOperators(Set<String> names) {
    return new ChatSettings(server, lobby, names, memoryRooms, zone, limits);
  }

  /// Returns a copy with other rooms that are kept in memory.
  public ChatSettings withMemoryRooms(Set<String> rooms) {
    return new ChatSettings(server, lobby, operators, rooms, zone, limits);
  }

  /// Returns a copy with another time zone of plain lines.
  public ChatSettings withZone(ZoneId other) {
    return new ChatSettings(server, lobby, operators, memoryRooms, other, limits);
  }

  /// Returns a copy with other limits.
  public ChatSettings withLimits(ChatLimits other) {
    return new ChatSettings(server, lobby, operators, memoryRooms, zone, other);
  }
}
