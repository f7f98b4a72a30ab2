package dev.parley.chat.internal.hub;

import static dev.parley.chat.internal.hub.SteppedHub.last;
import static dev.parley.chat.internal.hub.SteppedHub.outlet;
import static dev.parley.chat.internal.hub.SteppedHub.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Talks of two that others open: nobody fills a member's places with them, or hides by them what
/// somebody else says. Here a connection may be in three talks.
class TalkPlacesTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final MemoryHistory history = new MemoryHistory(100, loop);
  private Hub hub = hub();

  private Hub hub() {
    return SteppedHub.ofRooms(loop, history, 10, 3);
  }

  private Connection enter(String name, String... rooms) {
    return SteppedHub.enter(hub, name, rooms);
  }

  private Connection login(String name) {
    Connection connection = SteppedHub.connect(hub, name);
    hub.handle(connection, new Request.Hello(1, null, null, null, List.of()));
    return connection;
  }

  private void msg(Connection from, String to, String text) {
    hub.handle(from, new Request.Command("r", null, "/msg " + to + " " + text));
    loop.pass(Duration.ofSeconds(1));
  }

  private List<Connection> guestsSay(int count, String to) {
    List<Connection> guests = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Connection guest = enter("eve" + i);
      msg(guest, to, "hi");
      guests.add(guest);
    }
    return guests;
  }

  private static List<String> places(Connection connection) {
    return connection.seats.stream().map(seat -> seat.label).toList();
  }

  private static List<Notice> since(Connection connection, int mark) {
    List<Notice> told = outlet(connection).told;
    return told.subList(mark, told.size());
  }

  private static List<Notice.Refused> refusals(Connection connection) {
    return outlet(connection).told.stream()
        .filter(Notice.Refused.class::isInstance)
        .map(Notice.Refused.class::cast)
        .toList();
  }

  private static int mark(Connection connection) {
    return outlet(connection).told.size();
  }

  private static void assertShown(Connection connection, String room, String text) {
    Notice.Message message = assertInstanceOf(Notice.Message.class, last(connection));
    assertEquals(room, message.room());
    assertEquals(text, message.entry().text());
  }

  @Test
  void talksThatOthersOpenTakeNoPlaceFromRooms() {
    Connection ada = enter("ada");
    guestsSay(3, "ada");
    for (String room : List.of("#a", "#b", "#c")) {
      hub.handle(ada, new Request.Join(room, null, 0));
      assertInstanceOf(Notice.Room.class, last(ada));
    }
    hub.handle(ada, new Request.Join("#d", null, 0));
    assertEquals(ChatError.TOO_MANY, refused(ada));
    msg(enter("bob"), "ada", "你好");
    assertShown(ada, "@bob", "你好");
  }

  @Test
  void whatAFriendSaysIsShownWhenThereAreAsManyTalksAsMayBe() {
    Connection ada = enter("ada", "#lobby");
    guestsSay(3, "ada");
    assertEquals(List.of("#lobby", "@eve1", "@eve2", "@eve3"), places(ada));
    int mark = mark(ada);
    Connection bob = enter("bob");
    hub.handle(bob, new Request.Join("@ada", null, 0));
    hub.handle(bob, new Request.Send("@ada", "1", "你好", false));
    assertInstanceOf(Notice.Ack.class, last(bob));
    List<Notice> told = since(ada, mark);
    assertEquals("@eve1", assertInstanceOf(Notice.Left.class, told.get(0)).room());
    assertEquals("@bob", assertInstanceOf(Notice.Room.class, told.get(1)).room());
    assertShown(ada, "@bob", "你好");
    assertEquals(List.of("#lobby", "@eve2", "@eve3", "@bob"), places(ada));
  }

  @Test
  void whatOneHasAskedForOrSpokenInIsLeftLast() {
    Connection ada = enter("ada");
    Connection bob = enter("bob");
    hub.handle(ada, new Request.Join("@bob", null, 0));
    hub.handle(ada, new Request.Join("#lobby", null, 0)); // where a line would go
    Connection carol = enter("carol");
    msg(carol, "ada", "hi");
    hub.handle(ada, new Request.Send("@carol", "1", "hi carol", false));
    guestsSay(5, "ada");
    assertEquals(
        List.of("#lobby", "@bob", "@carol", "@eve5"), places(ada).stream().sorted().toList());
    hub.handle(bob, new Request.Quit());
    msg(enter("dora"), "ada", "hi");
    assertEquals(
        List.of("#lobby", "@carol", "@dora", "@eve5"), places(ada).stream().sorted().toList());
  }

  @Test
  void theTalkInWhichNothingWasSaidForLongestIsLeft() {
    Connection ada = enter("ada", "#lobby");
    List<Connection> guests = guestsSay(3, "ada");
    msg(guests.getFirst(), "ada", "again");
    msg(enter("bob"), "ada", "hi");
    assertEquals(List.of("#lobby", "@eve1", "@eve3", "@bob"), places(ada));
  }

  @Test
  void aTalkThatComesBackShowsOnlyWhatIsNew() {
    Connection ada = enter("ada", "#lobby");
    List<Connection> guests = guestsSay(4, "ada");
    int mark = mark(ada);
    msg(guests.getFirst(), "ada", "new");
    List<Notice> told = since(ada, mark);
    assertEquals(3, told.size());
    assertInstanceOf(Notice.Left.class, told.get(0));
    assertEquals(2, assertInstanceOf(Notice.Room.class, told.get(1)).last());
    assertShown(ada, "@eve1", "new");
  }

  @Test
  void oneTalkMoreThanMayBeIsNeverRefused() {
    Connection ada = enter("ada", "#lobby");
    for (String name : List.of("b", "c", "d", "e")) {
      enter(name);
      hub.handle(ada, new Request.Join("@" + name, null, 0));
      assertInstanceOf(Notice.Room.class, last(ada));
      loop.pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of("#lobby", "@c", "@d", "@e"), places(ada));
  }

  @Test
  void whatAPersonTypesForATalkNeverGoesToARoom() {
    Connection ada = SteppedHub.connect(hub, null);
    hub.line(ada, "/name ada");
    enter("bob");
    hub.line(ada, "/join @bob");
    Seat current = ada.current;
    guestsSay(5, "ada");
    assertEquals(current, ada.current);
    assertEquals("@bob", current.label);
  }

  @Test
  void whoWasAwayIsShownTheLatestTalksAndToldOfTheOthers() {
    Connection ada = login("ada");
    hub.lost(ada);
    guestsSay(5, "ada");
    ada = login("ada");
    assertEquals(3, ada.seats.size());
    Notice.Refused told = refusals(ada).getFirst();
    assertEquals(ChatError.TOO_MANY, told.code());
    assertEquals(
        "talks of two with something to read for which there is no place: 2; "
            + "leave others and connect again to be shown them (maxRoomsPerMember)",
        told.text());
    for (Seat seat : List.copyOf(ada.seats)) {
      hub.handle(ada, new Request.Read(seat.label, 1));
      hub.handle(ada, new Request.Leave(seat.label));
    }
    hub.handle(ada, new Request.Hello(1, null, null, null, List.of()));
    assertEquals(2, ada.seats.size());
    assertInstanceOf(Notice.Message.class, last(ada));
  }

  @Test
  void unreadTalksWithThoseWhoAreGoneComeBehindOthers() {
    hub.lost(login("ada"));
    Connection bob = login("bob");
    msg(bob, "ada", "hi");
    hub.lost(bob); // comes back, as a login does
    msg(enter("carol"), "ada", "hi");
    for (Connection guest : guestsSay(5, "ada")) {
      hub.handle(guest, new Request.Quit());
    }
    Connection ada = login("ada");
    assertEquals(3, ada.seats.size());
    assertTrue(places(ada).containsAll(List.of("@bob", "@carol")), places(ada)::toString);
  }

  @Test
  void asManyUnreadTalksAsThereArePlacesAreAllShown() {
    hub.lost(login("ada"));
    guestsSay(3, "ada");
    hub.connections.stream().toList().forEach(hub::lost);
    hub = hub(); // started anew
    Connection ada = login("ada");
    assertEquals(3, ada.seats.size());
    assertEquals(List.of(), refusals(ada));
  }
}
