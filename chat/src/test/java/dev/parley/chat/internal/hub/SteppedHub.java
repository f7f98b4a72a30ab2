package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.History;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Hubs whose time a test moves by hand, and whose connections record what they are told.
final class SteppedHub {
  private SteppedHub() {}

  static Hub of(SteppedLoop loop, ChatSettings settings, ChatHooks hooks, History history) {
    return new Hub(loop, loop, settings, hooks, history, new Random(1), RecordingRoom::new);
  }

  /// Returns a hub with these limits: rooms of the server, rooms of a member.
  static Hub ofRooms(SteppedLoop loop, History history, int rooms, int roomsPerMember) {
    ChatLimits limits = ChatLimits.defaults().withRooms(rooms, roomsPerMember, 100);
    return of(loop, ChatSettings.defaults().withLimits(limits), ChatHooks.NONE, history);
  }

  /// Connects from a host of its own, over a stream.
  ///
  /// @param principal null without a login
  static Connection connect(Hub hub, @Nullable String principal) {
    RecordingOutlet outlet = new RecordingOutlet("192.0.2." + (hub.connections.size() + 1) + ":5");
    return hub.connected(outlet, principal, false, false);
  }

  /// Connects a guest and enters these rooms.
  static Connection enter(Hub hub, String name, String... rooms) {
    Connection connection = connect(hub, null);
    hub.handle(
        connection,
        new Request.Hello(
            1,
            name,
            null,
            null,
            Stream.of(rooms).map(room -> new Request.Position(room, null, 0)).toList()));
    return connection;
  }

  static RecordingOutlet outlet(Connection connection) {
    return (RecordingOutlet) connection.outlet;
  }

  /// Returns what the connection was told last.
  static Notice last(Connection connection) {
    return outlet(connection).told.getLast();
  }

  /// Returns why the last request was refused.
  static ChatError refused(Connection connection) {
    return assertInstanceOf(Notice.Refused.class, last(connection)).code();
  }
}
