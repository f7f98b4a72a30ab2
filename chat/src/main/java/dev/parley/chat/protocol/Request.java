package dev.parley.chat.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client says to a server: one JSON object, whose `kind` is the name of the record in lower
/// case, and whose fields are its components, without `is`. A component that may be null may be
/// missing, so may numbers that are 0 and lists that are empty. Unknown fields are ignored.
///
/// A room is `#name`, or `@name` for the talk of two with the member of this name. `ref` is a text
/// of the client's own, which the answer repeats.
public sealed interface Request {
  /// The first message: makes the connection one of JSON objects.
  ///
  /// @param version the version of the protocol, 1
  /// @param name the wanted name; ignored after a login, null for one that the server chooses
  /// @param token what [Notice.Welcome] has said, to take the name back from a connection that is
  ///   gone; over datagrams also what [Notice.Retry] has said
  /// @param client the name of the program, for people who look at the server
  /// @param rooms the rooms to be in, each with what was last seen of it
  record Hello(
      long version,
      @Nullable String name,
      @Nullable String token,
      @Nullable String client,
      List<Position> rooms)
      implements Request {
    /// Copies the list.
    public Hello {
      rooms = List.copyOf(rooms);
    }
  }

  /// What a client has last seen of a room.
  ///
  /// @param epoch the epoch of the room at that time; null if it has seen nothing
  /// @param seq the last sequence number without a hole before it
  record Position(String room, @Nullable String epoch, long seq) {}

  /// Says something.
  ///
  /// @param id a text of the client's own, at most 64 characters, another for each message: sent
  ///   again with the same id, a message is not said twice
  /// @param isAction true for `/me`; in JSON `"action":true`
  record Send(String room, String id, String text, boolean isAction) implements Request {}

  /// Changes the text of one's own message.
  ///
  /// @param seq the place of the message
  record Edit(String room, String id, long seq, String text) implements Request {}

  /// Deletes a message.
  record Delete(String room, String id, long seq) implements Request {}

  /// Enters a room, or opens a talk of two.
  ///
  /// @param epoch see [Position]
  record Join(String room, @Nullable String epoch, long seq) implements Request {}

  /// Leaves a room.
  record Leave(String room) implements Request {}

  /// Asks for a part of the log: behind `after`, or before `before` or `at`, at most one of them;
  /// the end of the log without any. Answered by [Notice.Page].
  ///
  /// @param after a sequence number, 0 for the beginning of the log, [#ANYWHERE] for none
  /// @param before a sequence number, 0 for none
  /// @param at a time; the page ends before it
  /// @param limit at most this many entries; 0 for as many as a page may have
  record History(
      @Nullable String ref, String room, long after, long before, @Nullable Instant at, int limit)
      implements Request {
    /// The `after` of a request that names none; in JSON it is left out.
    public static final long ANYWHERE = -1;
  }

  /// Searches. Answered by [Notice.Found].
  ///
  /// @param room null for all rooms that one is in
  /// @param before only messages before this time
  record Search(
      @Nullable String ref,
      @Nullable String room,
      String words,
      @Nullable Instant before,
      int limit)
      implements Request {}

  /// Has read up to this place; told to one's other connections.
  record Read(String room, long seq) implements Request {}

  /// Is typing.
  record Typing(String room) implements Request {}

  /// Runs a command as people type it, such as `/topic lunch`. Answered by [Notice.Result].
  ///
  /// @param room the room in which it was typed, null for none
  record Command(@Nullable String ref, @Nullable String room, String line) implements Request {}

  /// Asks whether the server is there. Answered by [Notice.Pong].
  record Ping(@Nullable String ref) implements Request {}

  /// Answers [Notice.Ping].
  record Pong() implements Request {}

  /// Over datagrams: has received everything of the room up to this place.
  ///
  /// @param missing places above `seq` that are known to be missing, as first and last of each
  ///   range; at most 16 ranges
  record Seen(String room, long seq, List<Range> missing) implements Request {
    /// Copies the list.
    public Seen {
      missing = List.copyOf(missing);
    }
  }

  /// Sequence numbers, both included.
  record Range(long first, long last) {}

  /// Over datagrams: a part of a request that is too long for one. The `data` of all parts in order
  /// is its JSON. Of a member only: a [Hello] has to fit into a datagram.
  ///
  /// @param of the same for all parts of one request, at most [ChatJson#MAX_PART_NAME] characters;
  ///   parts of the same JSON that are sent again have the same
  /// @param part from 1 to `parts`
  /// @param parts at most [ChatJson#MAX_PARTS]
  record Part(String of, int part, int parts, String data) implements Request {}

  /// Leaves the server.
  record Quit() implements Request {}
}
