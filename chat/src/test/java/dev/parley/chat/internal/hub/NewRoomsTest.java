package dev.parley.chat.internal.hub;

import static dev.parley.chat.internal.hub.SteppedHub.last;
import static dev.parley.chat.internal.hub.SteppedHub.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Nobody uses up the rooms of the server: who enters one that is not there makes it, and may do
/// that so often in an hour.
class NewRoomsTest {
  private static final Duration TURN = Duration.ofMinutes(15); // 4 an hour

  private final SteppedLoop loop = new SteppedLoop();
  private final Hub hub =
      SteppedHub.of(
          loop,
          ChatSettings.defaults()
              .withOperators(Set.of("root"))
              .withLimits(ChatLimits.defaults().withNewRooms(4)),
          new ChatHooks() {
            @Override
            public Verdict join(String member, @Nullable String principal, String room) {
              return room.startsWith("#closed")
                  ? new Verdict.Denied("this room is closed")
                  : Verdict.ALLOWED;
            }
          },
          new MemoryHistory(100, loop));

  private Connection guest(String host, String name) {
    return hello(hub.connected(new RecordingOutlet(host + ":5"), null, false, false), name);
  }

  private Connection hello(Connection connection, String name) {
    hub.handle(connection, new Request.Hello(1, name, null, null, List.of()));
    return connection;
  }

  private Notice begin(Connection connection, String room) {
    hub.handle(connection, new Request.Join(room, null, 0));
    if (last(connection) instanceof Notice.Refused) {
      return last(connection);
    }
    hub.handle(connection, new Request.Send(room, room, "a word", false));
    return last(connection);
  }

  private void beginAll(Connection connection, int count, String prefix) {
    for (int i = 0; i < count; i++) {
      assertInstanceOf(Notice.Ack.class, begin(connection, prefix + i));
    }
  }

  @Test
  void aGuestBeginsSoManyRoomsAndThenAsAnHourEarnsThem() {
    Connection eve = guest("192.0.2.1", "eve");
    beginAll(eve, 4, "#e");
    Notice.Refused refused = assertInstanceOf(Notice.Refused.class, begin(eve, "#more"));
    assertEquals(ChatError.TOO_FAST, refused.code());
    assertEquals(TURN.toMillis() + 1, refused.retryAfterMillis());
    assertEquals("#more", refused.room());
    loop.pass(TURN.minusNanos(1));
    begin(eve, "#more");
    assertEquals(ChatError.TOO_FAST, refused(eve));
    loop.pass(Duration.ofNanos(1));
    assertInstanceOf(Notice.Ack.class, begin(eve, "#more"));
    begin(eve, "#still-more");
    assertEquals(ChatError.TOO_FAST, refused(eve));
    loop.pass(Duration.ofHours(9));
    beginAll(eve, 4, "#f");
    begin(eve, "#too-many");
    assertEquals(ChatError.TOO_FAST, refused(eve));
  }

  @Test
  void anotherNameFromTheSameAddressBeginsNoMoreAndOthersDo() {
    beginAll(guest("192.0.2.1", "eve"), 4, "#e");
    Connection again = guest("192.0.2.1", "mallory");
    begin(again, "#m");
    assertEquals(ChatError.TOO_FAST, refused(again));
    beginAll(guest("192.0.2.2", "ada"), 4, "#a");
    Connection known = guest("192.0.2.1", "bob");
    hub.handle(known, new Request.Join("#a1", null, 0));
    hub.handle(known, new Request.Send("#a1", "1", "where others have spoken", false));
    assertInstanceOf(Notice.Ack.class, last(known));
    hub.handle(known, new Request.Join("#lobby", null, 0));
    hub.handle(known, new Request.Send("#lobby", "1", "and in the lobby", false));
    assertInstanceOf(Notice.Ack.class, last(known));
  }

  private Notice join(Connection connection, String room) {
    hub.handle(connection, new Request.Join(room, null, 0));
    return last(connection);
  }

  @Test
  void roomsInWhichNothingIsSaidAreMadeByThoseWhoEnterThem() {
    Connection eve = guest("192.0.2.1", "eve");
    for (int i = 0; i < 4; i++) {
      assertInstanceOf(Notice.Room.class, join(eve, "#e" + i));
    }
    join(eve, "#more");
    assertEquals(ChatError.TOO_FAST, refused(eve));
    join(guest("192.0.2.1", "mallory"), "#lobby");
    Connection again = guest("192.0.2.1", "trudy");
    assertInstanceOf(Notice.Room.class, join(again, "#e0"));
    join(again, "#more");
    assertEquals(ChatError.TOO_FAST, refused(again));
    assertInstanceOf(Notice.Room.class, join(guest("192.0.2.2", "ada"), "#more"));
  }

  @Test
  void aRoomThatIsGoneWithNothingSaidDoesNotCount() {
    Connection eve = guest("192.0.2.1", "eve");
    for (int i = 0; i < 20; i++) {
      assertInstanceOf(Notice.Room.class, join(eve, "#e" + i));
      hub.handle(eve, new Request.Leave("#e" + i));
    }
    beginAll(eve, 3, "#e");
    assertInstanceOf(Notice.Room.class, join(eve, "#silent"));
    join(eve, "#more");
    assertEquals(ChatError.TOO_FAST, refused(eve));
    hub.lost(eve);
    Connection back = guest("192.0.2.1", "bob");
    assertInstanceOf(Notice.Room.class, join(back, "#silent"));
    join(back, "#more");
    assertEquals(ChatError.TOO_FAST, refused(back));
  }

  @Test
  void aRoomCountsForItsCreatorAndNotForTheFirstSpeaker() {
    Connection eve = guest("192.0.2.1", "eve");
    Connection ada = guest("192.0.2.2", "ada");
    for (int i = 0; i < 4; i++) {
      join(eve, "#e" + i);
      assertInstanceOf(Notice.Ack.class, begin(ada, "#e" + i));
      hub.handle(eve, new Request.Leave("#e" + i));
    }
    join(eve, "#more");
    assertEquals(ChatError.TOO_FAST, refused(eve));
    beginAll(ada, 4, "#a");
  }

  @Test
  void aRefusedEntranceMakesNoRoom() {
    Connection eve = guest("192.0.2.1", "eve");
    for (int i = 0; i < 4; i++) {
      join(eve, "#closed" + i);
      assertEquals(ChatError.NOT_ALLOWED, refused(eve));
    }
    beginAll(eve, 4, "#e");
  }

  @Test
  void aLoginHasItsOwnRoomsAndAnOperatorAny() {
    Connection eve =
        hello(hub.connected(new RecordingOutlet("192.0.2.1:5"), "eve", false, false), "");
    beginAll(eve, 4, "#e");
    begin(eve, "#more");
    assertEquals(ChatError.TOO_FAST, refused(eve));
    Connection bob =
        hello(hub.connected(new RecordingOutlet("192.0.2.1:6"), "bob", false, false), "");
    beginAll(bob, 4, "#b");
    Connection root =
        hello(hub.connected(new RecordingOutlet("192.0.2.1:7"), "root", false, false), "");
    beginAll(root, 9, "#o");
  }
}
