package dev.parley.chat.config;

import java.time.Duration;

/// The limits of a chat server. Immutable. What is over one of them is refused with an error that
/// names it.
///
/// @param maxTextChars of a text or a topic's sender: Unicode code points
/// @param maxTopicChars of a topic: Unicode code points
/// @param maxRooms rooms of the server
/// @param maxRoomsPerMember rooms that one connection is in, and as many talks of two besides; who
///   comes into one more talk leaves another one
/// @param maxNewRoomsPerHour rooms that one login, or the guests of one address (IPv6: one /64),
///   may make, by entering them: so many at once, and then as an hour earns them. One that is gone
///   again with nothing said does not count. Operators may make any number. 0 for no such limit
/// @param maxMembersPerRoom members of a room
/// @param maxConnectionsPerMember connections of a member whose name a login has proven
/// @param burst messages that a connection may send at once, before `messagesPerSecond` holds
/// @param messagesPerSecond the average rate of a connection; what is over it is delayed, not
///   refused. 0 for no such limit
/// @param softOutboxBytes how much may wait for a member for longer than `softOutboxTime`
/// @param softOutboxTime see `softOutboxBytes`
/// @param historyPage entries of one page of history
/// @param resumeEntries missed entries that are sent at once to a member who is back
/// @param maxSearches searches that are under way at a time
/// @param maxListedMembers members of a room up to which their names are told; above it, only how
///   many there are
public record ChatLimits(
    int maxTextChars,
    int maxTopicChars,
    int maxRooms,
    int maxRoomsPerMember,
    int maxNewRoomsPerHour,
    int maxMembersPerRoom,
    int maxConnectionsPerMember,
    int burst,
    int messagesPerSecond,
    long softOutboxBytes,
    Duration softOutboxTime,
    int historyPage,
    int resumeEntries,
    int maxSearches,
    int maxListedMembers) {
  /// The maximum of a text in bytes of UTF-8, whatever its characters.
  public static final int MAX_TEXT_BYTES = 16 << 10;

  private static final ChatLimits DEFAULTS =
      new ChatLimits(
          4_096,
          512,
          1_000,
          100,
          60,
          5_000,
          8,
          10,
          5,
          256 << 10,
          Duration.ofSeconds(30),
          100,
          1_000,
          10,
          200);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a limit is out of its range
  public ChatLimits {
    check("maxTextChars", maxTextChars, 1, MAX_TEXT_BYTES);
    check("maxTopicChars", maxTopicChars, 1, MAX_TEXT_BYTES);
    check("maxRooms", maxRooms, 1, 1_000_000);
    check("maxRoomsPerMember", maxRoomsPerMember, 1, 10_000);
    check("maxNewRoomsPerHour", maxNewRoomsPerHour, 0, 1_000_000);
    check("maxMembersPerRoom", maxMembersPerRoom, 1, 1_000_000);
    check("maxConnectionsPerMember", maxConnectionsPerMember, 1, 1_000);
    check("burst", burst, 1, 1_000_000);
    check("messagesPerSecond", messagesPerSecond, 0, 1_000_000);
    check("softOutboxBytes", softOutboxBytes, 1, Long.MAX_VALUE);
    if (softOutboxTime.isNegative() || softOutboxTime.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "softOutboxTime " + softOutboxTime + " is not up to a day");
    }
    check("historyPage", historyPage, 1, 1_000);
    check("resumeEntries", resumeEntries, 1, 100_000);
    check("maxSearches", maxSearches, 1, 1_000);
    check("maxListedMembers", maxListedMembers, 0, 1_000);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " " + value + " is not from " + min + " to " + max);
    }
  }

  /// Returns the defaults: texts of 4,096 characters, topics of 512, 1,000 rooms, 100 of them for
  /// each connection, 60 new ones an hour, 5,000 members in a room, 8 connections of a member, 10
  /// messages at once and then 5 a second, 256 KiB waiting for 30 s, pages of 100 entries, 1,000
  /// missed entries at once, 10 searches at a time, 200 listed members.
  public static ChatLimits defaults() {
    return DEFAULTS;
  }

  /// Returns a copy with another rate for what a connection sends.
  public ChatLimits withRate(int newBurst, int newMessagesPerSecond) {
    return new ChatLimits(
        maxTextChars,
        maxTopicChars,
        maxRooms,
        maxRoomsPerMember,
        maxNewRoomsPerHour,
        maxMembersPerRoom,
        maxConnectionsPerMember,
        newBurst,
        newMessagesPerSecond,
        softOutboxBytes,
        softOutboxTime,
        historyPage,
        resumeEntries,
        maxSearches,
        maxListedMembers);
  }

  /// Returns a copy with other limits on what there may be of rooms and members.
  public ChatLimits withRooms(int rooms, int roomsPerMember, int membersPerRoom) {
    return new ChatLimits(
        maxTextChars,
        maxTopicChars,
        rooms,
        roomsPerMember,
        maxNewRoomsPerHour,
        membersPerRoom,
        maxConnectionsPerMember,
        burst,
        messagesPerSecond,
        softOutboxBytes,
        softOutboxTime,
        historyPage,
        resumeEntries,
        maxSearches,
        maxListedMembers);
  }

  /// Returns a copy with another limit on the rooms that somebody may make in an hour.
  public ChatLimits withNewRooms(int perHour) {
    return new ChatLimits(
        maxTextChars,
        maxTopicChars,
        maxRooms,
        maxRoomsPerMember,
        perHour,
        maxMembersPerRoom,
        maxConnectionsPerMember,
        burst,
        messagesPerSecond,
        softOutboxBytes,
        softOutboxTime,
        historyPage,
        resumeEntries,
        maxSearches,
        maxListedMembers);
  }

  /// Returns a copy with other lengths of pages.
  public ChatLimits withPages(int newHistoryPage, int newResumeEntries) {
    return new ChatLimits(
        maxTextChars,
        maxTopicChars,
        maxRooms,
        maxRoomsPerMember,
        maxNewRoomsPerHour,
        maxMembersPerRoom,
        maxConnectionsPerMember,
        burst,
        messagesPerSecond,
        softOutboxBytes,
        softOutboxTime,
        newHistoryPage,
        newResumeEntries,
        maxSearches,
        maxListedMembers);
  }

  /// Returns a copy with another soft limit of what waits for a member.
  public ChatLimits withSoftOutbox(long bytes, Duration time) {
    return new ChatLimits(
        maxTextChars,
        maxTopicChars,
        maxRooms,
        maxRoomsPerMember,
        maxNewRoomsPerHour,
        maxMembersPerRoom,
        maxConnectionsPerMember,
        burst,
        messagesPerSecond,
        bytes,
        time,
        historyPage,
        resumeEntries,
        maxSearches,
        maxListedMembers);
  }
}
