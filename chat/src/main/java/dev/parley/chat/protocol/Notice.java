package dev.parley.chat.protocol;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server says to a client: one JSON object, whose `kind` is the name of the record in lower
/// case (that of [Refused] is `error`), and whose fields are its components, without `is` and
/// `has`; null, false and empty lists are left out. Clients ignore kinds and fields that they do
/// not know.
public sealed interface Notice {
  /// What answers a [Request.Command] that was not refused.
  sealed interface CommandAnswer {}

  /// Answers [Request.Hello].
  ///
  /// @param version the version of the protocol, 1
  /// @param server the name and version of the program
  /// @param name the name that this member has
  /// @param token keeps the name for this client, see [Request.Hello]; null if a login has proven
  ///   it
  /// @param isOperator true if the member has the rights of an operator
  /// @param heartbeatSeconds how long the server waits for a message before it sends [Ping]
  /// @param maxText the maximum length of a text, in characters (Unicode code points)
  /// @param features what this server can do that version 1 does not promise
  record Welcome(
      int version,
      String server,
      String name,
      @Nullable String token,
      boolean isOperator,
      int heartbeatSeconds,
      int maxText,
      List<String> features)
      implements Notice {
    /// Copies the list.
    public Welcome {
      features = List.copyOf(features);
    }
  }

  /// Over datagrams: the client has to say hello again with this token, to show that its address is
  /// its own.
  record Retry(String token) implements Notice {}

  /// The member has entered a room, or is back in it. What was missed follows as [Message]s in the
  /// order of their places, before any other message of the room.
  ///
  /// @param epoch names the log; sequence numbers of another one mean other messages
  /// @param first the lowest sequence number that can still be read
  /// @param last the highest that there is
  /// @param isRecovered true if everything behind the position that the client has told follows (at
  ///   once up to 1,000, the rest by [Request.History]); false if something of it is gone, or the
  ///   client has told no position: then the end of the log follows; in JSON it is always there
  /// @param topic empty for none
  /// @param members the names of those who are here; empty above the limit, where only `count` is
  ///   told
  /// @param count how many members are here
  /// @param read up to where this member has read, 0 if unknown
  /// @param storage where messages of this room are kept
  record Room(
      String room,
      String epoch,
      long first,
      long last,
      boolean isRecovered,
      String topic,
      List<String> members,
      int count,
      long read,
      Storage storage)
      implements Notice {
    /// Copies the list.
    public Room {
      members = List.copyOf(members);
    }
  }

  /// What was sent is in the log. The sender gets this instead of a [Message].
  ///
  /// @param storage where it is kept: on the disk by now, or only in memory
  record Ack(String room, String id, long seq, Instant time, Storage storage) implements Notice {}

  /// An entry of a room's log. Its fields lie beside `room`: `seq`, `time`, `type`, `from`, `id`,
  /// `text`, `target`, `state`. `author` is never told.
  record Message(String room, Entry entry) implements Notice {}

  /// Members have come or gone; several at once if it was within a second.
  ///
  /// @param joined names
  /// @param left names
  /// @param count how many members are here now
  record Presence(String room, List<String> joined, List<String> left, int count)
      implements Notice {
    /// Copies the lists.
    public Presence {
      joined = List.copyOf(joined);
      left = List.copyOf(left);
    }
  }

  /// A member has another name now.
  record Renamed(String from, String to) implements Notice {}

  /// The member has left the room, or was removed.
  ///
  /// @param by the operator who has removed the member; null if nobody has
  record Left(String room, @Nullable String by, @Nullable String reason) implements Notice {}

  /// Answers [Request.History], and `/history`.
  ///
  /// @param entries oldest first
  /// @param hasMore true if there are more in the direction that was asked for
  record Page(@Nullable String ref, String room, List<Entry> entries, boolean hasMore)
      implements Notice, CommandAnswer {
    /// Copies the list.
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /// Answers [Request.Search], and `/search`.
  ///
  /// @param hits newest first
  record Found(@Nullable String ref, List<Message> hits, boolean hasMore)
      implements Notice, CommandAnswer {
    /// Copies the list.
    public Found {
      hits = List.copyOf(hits);
    }
  }

  /// One's own read marker has moved, on another connection.
  record Read(String room, long seq) implements Notice {}

  /// A member is typing.
  record Typing(String room, String name) implements Notice {}

  /// Answers [Request.Command], but for those that [Page] and [Found] answer.
  ///
  /// @param lines what a person is shown, in English; may be empty
  record Result(@Nullable String ref, List<String> lines) implements Notice, CommandAnswer {
    /// Copies the list.
    public Result {
      lines = List.copyOf(lines);
    }
  }

  /// Something was refused; the connection goes on.
  ///
  /// @param code see [ChatError]; in JSON its number, with its name as `error`
  /// @param text a sentence in English
  /// @param ref that of the request
  /// @param room that of the request
  /// @param id that of the request
  /// @param retryAfterMillis when to try again; 0 if not at all
  record Refused(
      ChatError code,
      String text,
      @Nullable String ref,
      @Nullable String room,
      @Nullable String id,
      long retryAfterMillis)
      implements Notice {}

  /// The server closes this connection.
  ///
  /// @param code in JSON its number, with its name as `reason`, and `"reconnect":true` if it is
  ///   temporary
  /// @param text a sentence in English
  record Closing(ClosingCode code, String text) implements Notice {}

  /// Over datagrams: the last places of the rooms, so that a client sees what it lacks.
  record Heartbeat(List<Last> rooms) implements Notice {
    /// Copies the list.
    public Heartbeat {
      rooms = List.copyOf(rooms);
    }
  }

  /// The highest sequence number of a room.
  record Last(String room, long seq) {}

  /// Over datagrams: a part of a notice that is too long for one. The `data` of all parts in order
  /// is its JSON.
  ///
  /// @param of the same for all parts of one notice
  /// @param part from 1 to `parts`
  record Part(String of, int part, int parts, String data) implements Notice {}

  /// Asks whether the client is there. Answered by [Request.Pong].
  record Ping() implements Notice {}

  /// Answers [Request.Ping].
  record Pong(@Nullable String ref) implements Notice {}
}
