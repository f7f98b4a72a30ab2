package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Members who take other names: how often, and who is told.
class RenamingTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final Hub hub =
      SteppedHub.of(loop, ChatSettings.defaults(), ChatHooks.NONE, new MemoryHistory(100, loop));

  private Connection enter(String name, String... rooms) {
    return SteppedHub.enter(hub, name, rooms);
  }

  private void rename(Connection connection, String name) {
    hub.handle(connection, new Request.Command("r", null, "/name " + name));
  }

  private static List<Notice.Renamed> renamed(Connection connection) {
    return SteppedHub.outlet(connection).told.stream()
        .filter(Notice.Renamed.class::isInstance)
        .map(Notice.Renamed.class::cast)
        .toList();
  }

  @Test
  void whoSeesAMemberInManyRoomsIsToldOnceAndOthersAreNot() {
    Connection ada = enter("ada", "#a", "#b", "#c");
    Connection bob = enter("bob", "#a", "#b", "#c");
    Connection eve = enter("eve", "#d");
    rename(ada, "艾达");
    assertEquals(List.of(new Notice.Renamed("ada", "艾达")), renamed(bob));
    assertEquals(List.of(new Notice.Renamed("ada", "艾达")), renamed(ada));
    assertEquals(List.of(), renamed(eve));
  }

  @Test
  void threeNewNamesAtOnceThenOneInTenSeconds() {
    Connection ada = enter("ada", "#a");
    for (int i = 0; i < RenameBudget.BURST; i++) {
      rename(ada, "ada" + i);
    }
    rename(ada, "more");
    Notice.Refused refused = ((RecordingOutlet) ada.outlet).last(Notice.Refused.class);
    assertEquals(ChatError.TOO_FAST, refused.code());
    assertEquals("r", refused.ref());
    assertTrue(refused.retryAfterMillis() > 9_000);
    assertEquals(3, renamed(ada).size());
    loop.pass(RenameBudget.INTERVAL.minus(Duration.ofNanos(1)));
    rename(ada, "more");
    assertEquals(3, renamed(ada).size());
    loop.pass(Duration.ofNanos(1));
    rename(ada, "more");
    assertEquals(4, renamed(ada).size());
    rename(ada, "again");
    assertEquals(4, renamed(ada).size());
    loop.pass(Duration.ofHours(1));
    for (int i = 0; i <= RenameBudget.BURST; i++) {
      rename(ada, "later" + i);
    }
    assertEquals(7, renamed(ada).size());
  }
}
