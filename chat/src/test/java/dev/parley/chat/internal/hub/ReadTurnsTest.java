package dev.parley.chat.internal.hub;

import static dev.parley.chat.internal.hub.SteppedHub.last;
import static dev.parley.chat.internal.hub.SteppedHub.outlet;
import static dev.parley.chat.internal.hub.SteppedHub.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.history.Page;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Nobody's reading of the past costs others more than a turn, or more memory than some pages.
class ReadTurnsTest {
  private static final int ENTRIES = 20;

  /// Eight of these texts are a page.
  private static final int LENGTH = Page.MAX_CHARACTERS / 8;

  private final SteppedLoop loop = new SteppedLoop();
  private final HeldHistory history = new HeldHistory(new MemoryHistory(1_000, loop));
  private Hub hub;

  ReadTurnsTest() {
    for (String room : List.of("#big", "#b", "#c", "#d")) {
      history.fill(room, ENTRIES, LENGTH);
    }
    hub = hub(ChatLimits.defaults());
  }

  private Hub hub(ChatLimits limits) {
    return SteppedHub.of(loop, ChatSettings.defaults().withLimits(limits), ChatHooks.NONE, history);
  }

  private Connection enter(String name, String... rooms) {
    return SteppedHub.enter(hub, name, rooms);
  }

  private static <T extends Notice> List<T> all(Connection connection, Class<T> kind) {
    return outlet(connection).told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static List<Long> heard(Connection connection) {
    return all(connection, Notice.Message.class).stream()
        .map(message -> message.entry().seq())
        .toList();
  }

  private static List<Long> places(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  /// A guest comes who has had the room in this epoch up to here.
  private Connection back(String name, String epoch, long seq) {
    Connection connection = SteppedHub.connect(hub, null);
    hub.handle(
        connection,
        new Request.Hello(1, name, null, null, List.of(new Request.Position("#big", epoch, seq))));
    return connection;
  }

  private String epoch() {
    return history.rooms().stream()
        .filter(log -> log.room().equals("#big"))
        .findFirst()
        .orElseThrow()
        .epoch();
  }

  private void ask(Connection connection) {
    hub.handle(connection, new Request.History("r", "#big", -1, 0, null, 1));
  }

  @Test
  void aRoomThatAHelloNamesOftenIsEnteredOnce() {
    String[] rooms = Collections.nCopies(100, "#big").toArray(String[]::new);
    rooms[99] = "#BIG";
    Connection eve = enter("eve", rooms);
    history.readAll();
    assertEquals(List.of("#big"), history.asked);
    assertEquals(1, all(eve, Notice.Room.class).size());
  }

  @Test
  void aJoinOfARoomThatIsBeingEnteredIsNoSecondRead() {
    Connection eve = enter("eve", "#big");
    for (int i = 0; i < 45; i++) {
      hub.handle(eve, new Request.Join("#big", null, 0));
    }
    history.readAll();
    assertEquals(List.of("#big"), history.asked);
    assertEquals(1, all(eve, Notice.Room.class).size());
  }

  @Test
  void whoLeavesARoomThatIsBeingEnteredLeavesNoReadBehind() {
    Connection eve = enter("eve", "#big");
    for (int i = 0; i < 45; i++) {
      hub.handle(eve, new Request.Leave("#big"));
      hub.handle(eve, new Request.Join("#big", null, 0));
    }
    history.readAll();
    assertEquals(List.of("#big", "#big"), history.asked); // the one that had begun, and the last
    assertInstanceOf(Notice.Message.class, last(eve));
  }

  @Test
  void aConnectionReadsOnePartAtATimeAndAllInTurn() {
    Connection eve = enter("eve", "#big", "#b", "#c");
    Connection ada = enter("ada", "#d");
    assertEquals(List.of("#big", "#d"), history.asked);
    history.read();
    assertEquals(List.of("#big", "#d", "#b"), history.asked);
    history.readAll();
    assertEquals(List.of("#big", "#d", "#b", "#c"), history.asked);
    assertEquals(3, all(eve, Notice.Room.class).size());
    assertEquals(1, all(ada, Notice.Room.class).size());
  }

  @Test
  void noMorePartsThanTheMaximumAreReadAtOnce() {
    for (int i = 1; i <= ReadTurns.MAX_READING; i++) {
      Connection _ = enter("m" + i, "#big");
      assertEquals(i, history.held());
    }
    Connection one = enter("more", "#big");
    assertEquals(ReadTurns.MAX_READING, history.held());
    history.read();
    assertEquals(ReadTurns.MAX_READING, history.held());
    history.readAll();
    assertEquals(1, all(one, Notice.Room.class).size());
  }

  @Test
  void whatIsForSomebodyWhoHasGoneIsNotRead() {
    Connection eve = enter("eve", "#big", "#b", "#c");
    ask(eve);
    hub.lost(eve);
    history.readAll();
    assertEquals(List.of("#big"), history.asked);
  }

  @Test
  void aConnectionIsReadForOnlyWhenItsOutboxHasRoom() {
    Connection eve = enter("eve", "#big");
    history.readAll();
    outlet(eve).waiting = ReadTurns.MAX_OUTBOX_BYTES;
    ask(eve);
    assertEquals(1, history.held());
    history.readAll();
    outlet(eve).waiting = ReadTurns.MAX_OUTBOX_BYTES + 1;
    ask(eve);
    ask(eve);
    assertEquals(0, history.held());
    outlet(eve).flush();
    history.readAll();
    assertEquals(3, all(eve, Notice.Page.class).size());
  }

  @Test
  void noMorePagesThanTheMaximumWaitForAConnection() {
    Connection eve = enter("eve", "#big");
    history.readAll();
    outlet(eve).waiting = ReadTurns.MAX_OUTBOX_BYTES + 1;
    for (int i = 0; i < ReadTurns.MAX_WAITING; i++) {
      ask(eve);
    }
    assertEquals(0, eve.refusals);
    ask(eve);
    assertEquals(ChatError.BUSY, refused(eve));
    outlet(eve).flush();
    history.readAll();
    assertEquals(ReadTurns.MAX_WAITING, all(eve, Notice.Page.class).size());
    ask(eve);
    assertEquals(1, history.held());
  }

  @Test
  void aServerThatShutsDownDoesNotReadWhatHasNotBegun() {
    Connection eve = enter("eve", "#big", "#b");
    ask(eve);
    hub.finish(eve, ClosingCode.SHUTDOWN, "the server shuts down");
    assertFalse(outlet(eve).isEnded);
    history.readAll();
    assertEquals(List.of("#big"), history.asked);
    assertEquals(
        List.of("#big"), all(eve, Notice.Room.class).stream().map(Notice.Room::room).toList());
    assertEquals(ChatError.BUSY, all(eve, Notice.Refused.class).getFirst().code()); // the page
    assertInstanceOf(Notice.Closing.class, last(eve));
  }

  @Test
  void whoHasEndedItsOutputGetsAllThatItHasAskedFor() {
    Connection eve = enter("eve", "#big", "#b");
    hub.ended(eve);
    history.readAll();
    assertEquals(2, all(eve, Notice.Room.class).size());
    assertTrue(outlet(eve).isEnded);
  }

  @Test
  void whatWasMissedComesPageByPageAsItIsTaken() {
    Connection ada = back("ada", epoch(), 0);
    outlet(ada).waiting = ReadTurns.MAX_OUTBOX_BYTES + 1;
    history.read();
    assertTrue(all(ada, Notice.Room.class).getFirst().isRecovered());
    assertEquals(places(1, 8), heard(ada));
    assertEquals(0, history.held());
    outlet(ada).flush();
    history.readAll();
    assertEquals(places(1, ENTRIES), heard(ada));
    assertEquals(List.of(), all(ada, Notice.Page.class));
    Connection bob = enter("bob", "#big");
    history.readAll();
    hub.handle(bob, new Request.Send("#big", "s1", "你好", false));
    loop.pass(Duration.ZERO);
    assertEquals(places(1, ENTRIES + 1), heard(ada));
  }

  @Test
  void whatWasMissedIsCutAtTheMaximumWhateverThePagesHave() {
    hub = hub(ChatLimits.defaults().withPages(100, 10));
    Connection ada = back("ada", epoch(), 0);
    history.readAll();
    assertEquals(places(1, 10), heard(ada));
    assertTrue(assertInstanceOf(Notice.Page.class, last(ada)).hasMore());
    Connection exact = back("exact", epoch(), 10);
    history.readAll();
    assertEquals(places(11, ENTRIES), heard(exact));
    assertEquals(List.of(), all(exact, Notice.Page.class));
  }

  @Test
  void theEndOfARoomWithLongTextsIsReadOnceForAll() {
    Connection _ = enter("ada", "#big");
    history.readAll();
    Connection bob = enter("bob", "#big");
    assertEquals(places(ENTRIES - 7, ENTRIES), heard(bob));
    assertEquals(List.of("#big"), history.asked);
  }
}
