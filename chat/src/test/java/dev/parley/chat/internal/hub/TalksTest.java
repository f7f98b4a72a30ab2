package dev.parley.chat.internal.hub;

import static dev.parley.chat.internal.hub.SteppedHub.last;
import static dev.parley.chat.internal.hub.SteppedHub.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Talks with guests who go, and whose names somebody else takes.
class TalksTest {
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

  private void quit(Connection connection) {
    hub.handle(connection, new Request.Quit());
  }

  @Test
  void nothingIsSaidToAGuestWhoIsGone() {
    Connection ada = enter("ada");
    Connection bob = enter("bob");
    hub.handle(ada, new Request.Join("@bob", null, 0));
    say(ada, "@bob", "1");
    assertEquals("@bob", assertInstanceOf(Notice.Ack.class, last(ada)).room());
    quit(bob);
    say(ada, "@bob", "2");
    assertEquals(ChatError.NOT_FOUND, refused(ada));
    assertEquals("@bob", ((Notice.Refused) last(ada)).room());
    hub.handle(ada, new Request.Delete("@bob", "d", 1));
    assertEquals("@bob", assertInstanceOf(Notice.Ack.class, last(ada)).room());
  }

  @Test
  void aTalkIsWithWhoHasTheNameNow() {
    Connection ada = enter("ada");
    Connection first = enter("bob");
    hub.handle(ada, new Request.Join("@bob", null, 0));
    say(ada, "@bob", "1");
    quit(first);
    Connection other = enter("bob");
    say(ada, "@bob", "2");
    assertEquals(ChatError.NOT_FOUND, refused(ada)); // it was the other who was meant
    hub.handle(ada, new Request.Join("@bob", null, 0));
    say(ada, "@bob", "2");
    assertEquals(1, assertInstanceOf(Notice.Ack.class, last(ada)).seq());
    assertEquals("@ada", assertInstanceOf(Notice.Message.class, last(other)).room());
    assertEquals(1, ada.seats.size());
  }

  @Test
  void whoTakesTheNameOfOneWhoIsGoneTakesTheTalkToo() {
    Connection ada = enter("ada");
    Connection bob = enter("bob");
    Connection eve = enter("eve");
    hub.handle(ada, new Request.Join("@bob", null, 0));
    hub.handle(ada, new Request.Join("@eve", null, 0));
    quit(bob);
    hub.handle(eve, new Request.Command("r", null, "/name bob"));
    say(ada, "@bob", "1");
    assertInstanceOf(Notice.Ack.class, last(ada));
    assertInstanceOf(Notice.Message.class, last(eve));
  }

  @Test
  void whoIsLostMayComeBackForAWhile() {
    Connection ada = enter("ada");
    Connection bob = enter("bob");
    hub.handle(ada, new Request.Join("@bob", null, 0));
    hub.lost(bob);
    say(ada, "@bob", "1");
    assertInstanceOf(Notice.Ack.class, last(ada));
    loop.pass(Duration.ofSeconds(75));
    say(ada, "@bob", "2");
    assertEquals(ChatError.NOT_FOUND, refused(ada));
  }

  @Test
  void whatWasSaidToOneWhoWasLostIsShownWhenItIsBack() {
    Connection ada = enter("ada");
    Connection bob = enter("bob");
    String token = token(bob);
    hub.handle(ada, new Request.Join("@bob", null, 0));
    hub.lost(bob);
    say(ada, "@bob", "1");
    Connection back = SteppedHub.connect(hub, null);
    hub.handle(back, new Request.Hello(1, "bob", token, null, List.of()));
    assertEquals("@ada", assertInstanceOf(Notice.Message.class, last(back)).room());
  }

  @Test
  void whatTheOneWhoIsBackHasSeenItSaysItself() {
    Connection ada = enter("ada");
    Connection bob = enter("bob");
    hub.handle(ada, new Request.Join("@bob", null, 0));
    say(ada, "@bob", "1");
    String token = token(bob);
    hub.lost(bob);
    Connection back = SteppedHub.connect(hub, null);
    String epoch = "";
    for (Notice told : SteppedHub.outlet(bob).told) {
      epoch = told instanceof Notice.Room room ? room.epoch() : epoch;
    }
    hub.handle(
        back,
        new Request.Hello(1, "bob", token, null, List.of(new Request.Position("@ada", epoch, 1))));
    assertEquals(
        0, SteppedHub.outlet(back).told.stream().filter(Notice.Message.class::isInstance).count());
  }

  private static String token(Connection connection) {
    return SteppedHub.outlet(connection).told.stream()
        .filter(Notice.Welcome.class::isInstance)
        .map(told -> ((Notice.Welcome) told).token())
        .findFirst()
        .orElseThrow();
  }
}
