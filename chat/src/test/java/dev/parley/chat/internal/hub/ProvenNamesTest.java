package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.MemberName;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The names of members whom a login has proven.
class ProvenNamesTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final MemoryHistory history = new MemoryHistory(100, loop);
  private Hub hub = hub();

  private Hub hub() {
    return SteppedHub.of(
        loop, ChatSettings.defaults().withOperators(Set.of("Root")), ChatHooks.NONE, history);
  }

  private RecordingOutlet enter(@Nullable String principal, @Nullable String name) {
    RecordingOutlet outlet = new RecordingOutlet("192.0.2.1:5000");
    Connection connection = hub.connected(outlet, principal, false, false);
    hub.handle(
        connection,
        new Request.Hello(1, name, null, null, List.of(new Request.Position("#lobby", null, 0))));
    return outlet;
  }

  private static Notice.Welcome welcome(RecordingOutlet outlet) {
    return (Notice.Welcome) outlet.told.getFirst();
  }

  @Test
  void theNameIsThatOfTheLoginWhateverIsAskedFor() {
    Notice.Welcome welcome = welcome(enter("alice", "bob"));
    assertEquals("alice", welcome.name());
    assertNull(welcome.token());
    assertFalse(welcome.isOperator());
    assertTrue(welcome(enter("root", null)).isOperator());
  }

  @Test
  void ofACertificateItIsTheCommonNameAndWithoutOneTheLoginIsRefused() {
    assertEquals("小明", welcome(enter("CN=小明,O=Example", null)).name());
    assertEquals("bob", welcome(enter("O=a\\,CN=root,CN=bob,CN=eve", null)).name());
    assertEquals("zoe", welcome(enter("OU=x+CN=zoe", null)).name());
    for (String subject :
        List.of(
            "O=Example",
            "CN=two words",
            "CN=a\\,b,O=x",
            "O=a\\,CN=root",
            "O=a\\+CN=root",
            "OCN=root",
            "CN=",
            "CN=" + "x".repeat(33))) {
      assertEquals(
          ClosingCode.NAME_INVALID,
          enter(subject, null).last(Notice.Closing.class).code(),
          subject);
    }
  }

  @Test
  void twoLoginsNeverShareAName() {
    assertEquals("alice", welcome(enter("CN=alice,O=One", null)).name());
    assertEquals(
        ClosingCode.NAME_INVALID, enter("CN=Alice,O=Two", null).last(Notice.Closing.class).code());
    hub = hub(); // started anew
    assertEquals(
        ClosingCode.NAME_INVALID, enter("CN=Alice,O=Two", null).last(Notice.Closing.class).code());
  }

  @Test
  void aLoginWithTheNameOfTheConsoleIsNoOperatorButRefused() throws Exception {
    Connection console = hub.console(new RecordingOutlet("console:0"), MemberName.of("Operator"));
    assertEquals(
        ClosingCode.NAME_INVALID, enter("operator", null).last(Notice.Closing.class).code());
    hub.lost(console);
    assertEquals(
        ClosingCode.NAME_INVALID, enter("operator", null).last(Notice.Closing.class).code());
    assertEquals(
        ChatError.NAME_TAKEN, ((Notice.Refused) enter(null, "operator").told.getFirst()).code());
    RecordingOutlet back = new RecordingOutlet("console:0");
    hub.console(back, MemberName.of("operator"));
    assertEquals("operator", welcome(back).name());
  }

  @Test
  void aConsoleWithTheNameOfALoginHasAnotherAndTheLoginGetsNoRights() throws Exception {
    assertEquals("operator", welcome(enter("operator", null)).name());
    RecordingOutlet console = new RecordingOutlet("console:0");
    hub.console(console, MemberName.of("operator"));
    assertEquals("guest1", welcome(console).name());
    assertTrue(welcome(console).isOperator());
    assertFalse(welcome(enter("operator", null)).isOperator());
  }

  @Test
  void aGuestWhoHasTheNameGetsAnotherAndNobodyElseGetsIt() {
    RecordingOutlet guest = enter(null, "alice");
    assertEquals("alice", welcome(enter("alice", null)).name());
    assertEquals(
        new Notice.Renamed("alice", "guest1"),
        guest.told.stream().filter(Notice.Renamed.class::isInstance).findFirst().orElseThrow());
    assertEquals(
        ChatError.NAME_TAKEN, ((Notice.Refused) enter(null, "ALICE").told.getFirst()).code());
  }

  @Test
  void aMemberHasEightConnectionsAndOnePresence() {
    for (int i = 0; i < 8; i++) {
      RecordingOutlet outlet = enter("alice", null);
      Notice.Room room = (Notice.Room) outlet.told.get(1);
      assertEquals(List.of("alice"), room.members());
    }
    assertEquals(ClosingCode.FULL, enter("alice", null).last(Notice.Closing.class).code());
  }

  @Test
  void howFarAMemberHasReadIsKeptAndToldToItsOtherConnections() {
    RecordingOutlet other = enter("alice", null);
    RecordingOutlet outlet = new RecordingOutlet("192.0.2.1:5001");
    Connection connection = hub.connected(outlet, "alice", false, false);
    hub.handle(
        connection,
        new Request.Hello(1, null, null, null, List.of(new Request.Position("#lobby", null, 0))));
    hub.handle(connection, new Request.Send("#lobby", "a1", "hi", false));
    hub.handle(connection, new Request.Read("#lobby", 99)); // not beyond the end
    assertEquals(new Notice.Read("#lobby", 1), other.last(Notice.Read.class));
    loop.pass(Duration.ofSeconds(5));
    hub = hub();
    RecordingOutlet again = enter("alice", null);
    assertEquals(1, ((Notice.Room) again.told.get(1)).read());
  }

  @Test
  void whatIsSaidToAMemberWhoIsAwayIsThereWhenItComesBack() {
    RecordingOutlet bob = enter("bob", null);
    Connection connection =
        hub.connected(new RecordingOutlet("192.0.2.9:1"), "alice", false, false);
    hub.handle(connection, new Request.Hello(1, null, null, null, List.of()));
    for (Connection each : List.copyOf(hub.connections)) {
      if (each.outlet.equals(bob)) {
        hub.lost(each);
      }
    }
    hub.handle(connection, new Request.Command("r", null, "/msg bob 你好"));
    RecordingOutlet back = enter("bob", null);
    Notice.Message message = back.last(Notice.Message.class);
    assertEquals("@alice", message.room());
    assertEquals("你好", message.entry().text());
  }
}
