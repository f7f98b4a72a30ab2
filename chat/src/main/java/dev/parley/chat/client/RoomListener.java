package dev.parley.chat.client;

import dev.parley.ConnectOutcome;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Told what happens to a [RoomClient] and in its rooms.
///
/// Every method is called on the client's event loop, one at a time, and must not block. An
/// exception ends the connection; the client connects again. Names, texts and topics are other
/// people's: show them with [dev.parley.text.Printable].
///
/// ```
///   connecting ─▶ online ─▶ entered … ─▶ offline ─▶ connecting …   closed, once, is the last
///        └──────── offline ◀───┘
/// ```
///
/// In each room, [#message] and [#acknowledged] come in the order of the log, each entry once, over
/// any number of connections; what could not be had is told by [#notRecovered] in its place.
public interface RoomListener {
  /// The client begins to connect.
  ///
  /// @param attempt 1 for the first, and one more after each failure
  default void connecting(int attempt) {}

  /// The server has let the client in. Rooms follow.
  default void online(Notice.Welcome welcome) {}

  /// There is no connection.
  ///
  /// @param untilNextAttempt when the client connects again, unless [RoomClient#retryNow] is called
  default void offline(Problem why, Duration untilNextAttempt) {}

  /// The client does not connect again. The last call.
  ///
  /// @param code what the server has closed the connection with; null if it was not the server
  default void closed(@Nullable ClosingCode code, Problem why) {}

  /// The client is in a room, or in it again.
  default void entered(Notice.Room room) {}

  /// There is an entry of a room's log: somebody else's, or one's own of another connection.
  default void message(String room, Entry entry) {}

  /// A message is under way. [#acknowledged] or [#failed] follows.
  ///
  /// @param said a [Request.Send], [Request.Edit] or [Request.Delete]
  default void sending(Request said) {}

  /// A message of this client is in the log; this is its place among the messages of the room.
  default void acknowledged(Notice.Ack ack) {}

  /// A message is not in the log, and the client does not try again.
  default void failed(String room, String id, Problem why) {}

  /// Messages were missed that the server does not have any more.
  ///
  /// @param last less than `first` if the log of the room was made anew: all that was shown before
  ///   is of another one
  default void notRecovered(String room, long first, long last) {}

  /// Members have come or gone.
  default void presence(Notice.Presence presence) {}

  /// A member has another name, perhaps this one.
  default void renamed(Notice.Renamed renamed) {}

  /// This member has left a room, or was removed.
  default void left(Notice.Left left) {}

  /// The own read marker has moved on another connection.
  default void read(Notice.Read read) {}

  /// A member is typing.
  default void typing(Notice.Typing typing) {}

  /// Something was refused that no other method tells of.
  default void error(Notice.Refused refused) {}

  /// Anything that the server has said, as it was said and before the other methods, for programs
  /// that pass it on: all but entries and acknowledgements, for which there are [#message] and
  /// [#acknowledged], and what answers this client's own questions. Over datagrams also
  /// repetitions.
  default void heard(Notice notice) {}

  /// An attempt to connect has failed; [#offline] or [#closed] follows.
  default void unreachable(ConnectOutcome.Failed cause) {}
}
