package dev.parley.chat.internal.hub;

import static dev.parley.chat.internal.hub.SteppedHub.last;
import static dev.parley.chat.internal.hub.SteppedHub.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.LogState;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rooms in which nobody is and nothing was said are none.
class EmptyRoomsTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final MemoryHistory history = new MemoryHistory(100, loop);
  private Hub hub = hub();

  private Hub hub() {
    return SteppedHub.ofRooms(loop, history, 3, 10);
  }

  private Connection enter(String name, String... rooms) {
    return SteppedHub.enter(hub, name, rooms);
  }

  private void say(Connection connection, String room, String id) {
    hub.handle(connection, new Request.Send(room, id, "你好", false));
  }

  private List<String> logs() {
    return history.rooms().stream().map(LogState::room).toList();
  }

  @Test
  void whoGoesThroughManyRoomsAndSaysNothingUsesNoneUp() {
    Connection eve = enter("eve");
    for (int i = 0; i < 20; i++) {
      hub.handle(eve, new Request.Join("#r" + i, null, 0));
      assertInstanceOf(Notice.Room.class, last(eve));
      hub.handle(eve, new Request.Leave("#r" + i));
    }
    for (int i = 0; i < 3; i++) {
      hub.handle(eve, new Request.Join("#r" + i, null, 0));
    }
    hub.handle(eve, new Request.Join("#more", null, 0));
    assertEquals(ChatError.TOO_MANY, refused(eve));
    assertInstanceOf(Notice.Room.class, last(enter("ada", "#lobby"))); // always
    hub.lost(eve);
    assertEquals(List.of("#lobby"), logs());
    assertEquals(1, hub.rooms.all().size());
  }

  @Test
  void aRoomInWhichSomethingWasSaidStaysAndCounts() {
    Connection ada = enter("ada", "#a", "#b", "#c");
    say(ada, "#a", "1");
    say(ada, "#b", "1");
    say(ada, "#c", "1");
    hub.lost(ada);
    assertEquals(List.of("#a", "#b", "#c"), logs());
    Connection bob = enter("bob", "#d");
    assertEquals(ChatError.TOO_MANY, refused(bob));
    hub.handle(bob, new Request.Join("#a", null, 0));
    assertEquals("你好", assertInstanceOf(Notice.Message.class, last(bob)).entry().text());
  }

  @Test
  void emptyLogsOfAnEarlierServerAreNone() {
    enter("eve", "#a", "#b", "#c"); // which ends without anybody's leaving
    assertEquals(3, logs().size());
    hub = hub();
    assertEquals(List.of(), logs());
    assertInstanceOf(Notice.Room.class, last(enter("ada", "#d")));
  }

  @Test
  void aRoomOrATalkThatIsRefusedLeavesNothing() {
    Connection ada = enter("ada", "#a");
    enter("bob", "#b");
    hub.handle(ada, new Request.Join("@bob", null, 0));
    assertEquals(3, hub.rooms.all().size());
    hub.handle(ada, new Request.Leave("@bob"));
    assertEquals(List.of("#a", "#b"), logs());
    hub.handle(ada, new Request.Join("@bob", null, 0));
    say(ada, "@bob", "1");
    hub.connections.stream().toList().forEach(hub::lost);
    assertEquals(0, hub.rooms.all().size());
    assertEquals(1, logs().size());
    assertTrue(logs().getFirst().startsWith("@"));
  }
}
