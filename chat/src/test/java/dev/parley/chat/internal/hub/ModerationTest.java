package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/// Bans and mutes with an end, and operators, also after the server was started anew and after the
/// calendar was set.
class ModerationTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SteppedLoop loop = new SteppedLoop();
  private final MemoryHistory history = new MemoryHistory(100, loop);
  private Hub hub = hub();
  private RecordingOutlet root = enter("root", null);

  private Hub hub() {
    return SteppedHub.of(
        loop, ChatSettings.defaults().withOperators(Set.of("root")), ChatHooks.NONE, history);
  }

  private void startAnew() {
    hub = hub();
    root = enter("root", null);
  }

  private RecordingOutlet enter(@Nullable String principal, @Nullable String name) {
    Connection connection = SteppedHub.connect(hub, principal);
    hub.handle(
        connection,
        new Request.Hello(1, name, null, null, List.of(new Request.Position("#lobby", null, 0))));
    return SteppedHub.outlet(connection);
  }

  private Notice type(RecordingOutlet from, String line) {
    hub.handle(of(from), new Request.Command("r", "#lobby", line));
    return from.told.getLast();
  }

  private Connection of(RecordingOutlet outlet) {
    return hub.connections.stream()
        .filter(each -> each.outlet.equals(outlet))
        .findFirst()
        .orElseThrow();
  }

  private static Notice.Result result(String line) {
    return new Notice.Result("r", List.of(line));
  }

  private boolean isLetIn(String name) {
    RecordingOutlet outlet = enter(null, name);
    boolean isIn = outlet.told.getFirst() instanceof Notice.Welcome;
    if (isIn) {
      hub.handle(of(outlet), new Request.Quit());
    } else {
      assertEquals(ClosingCode.BANNED, outlet.last(Notice.Closing.class).code());
    }
    return isIn;
  }

  @Test
  void aBanWithMinutesEndsToTheMinute() {
    assertEquals(result("eve is banned for 90 minutes"), type(root, "/ban eve 90 再见"));
    loop.pass(Duration.ofMinutes(90).minusNanos(1));
    assertEquals(false, isLetIn("Eve"));
    loop.pass(Duration.ofNanos(1));
    assertTrue(isLetIn("eve"));
    assertTrue(history.settings().keySet().stream().noneMatch(key -> key.startsWith("ban:")));
  }

  @Test
  void aBanWithMinutesOutlastsTheServerAndStillEnds() {
    assertEquals(result("eve is banned for 1 minute"), type(root, "/ban eve 1"));
    type(root, "/ban bob forever");
    loop.pass(Duration.ofSeconds(59));
    startAnew();
    assertEquals(false, isLetIn("eve"));
    loop.pass(Duration.ofSeconds(1));
    startAnew();
    assertTrue(isLetIn("eve"));
    assertEquals(false, isLetIn("bob"));
    loop.pass(Duration.ofDays(400));
    assertEquals(false, isLetIn("bob"));
  }

  @Test
  void aBanKeepsOutTheGuestsIdentityAndHostAsLongAsTheName() {
    RecordingOutlet eve = enter(null, "eve");
    type(root, "/ban eve 5");
    assertEquals(ClosingCode.BANNED, eve.last(Notice.Closing.class).code());
    RecordingOutlet again = new RecordingOutlet(eve.peer);
    Connection connection = hub.connected(again, null, false, false);
    hub.handle(connection, new Request.Hello(1, "other", null, null, List.of()));
    assertEquals(ClosingCode.BANNED, again.last(Notice.Closing.class).code());
    loop.pass(Duration.ofMinutes(5));
    RecordingOutlet later = new RecordingOutlet(eve.peer);
    hub.handle(
        hub.connected(later, null, false, false),
        new Request.Hello(1, "other", null, null, List.of()));
    assertEquals("other", later.last(Notice.Welcome.class).name());
  }

  @Test
  void aBanKeepsOutTheHostOfAGuestWhoHasJustGone() {
    RecordingOutlet eve = enter(null, "eve");
    hub.lost(of(eve));
    assertEquals(result("eve is banned"), type(root, "/ban eve"));
    RecordingOutlet again = new RecordingOutlet(eve.peer);
    hub.handle(
        hub.connected(again, null, false, false),
        new Request.Hello(1, "other", null, null, List.of()));
    assertEquals(ClosingCode.BANNED, again.last(Notice.Closing.class).code());
  }

  @Test
  void noOperatorRestrainsThePersonAtTheServerOrOneThatTheSettingsName() throws Exception {
    RecordingOutlet console = new RecordingOutlet("console:1");
    hub.console(console, MemberName.of("操作员"));
    hub.line(of(console), "/join #lobby");
    RecordingOutlet ada = enter("ada", null);
    assertEquals(result("ada is an operator"), type(root, "/op ada"));
    for (String command : List.of("/ban ", "/kick ", "/mute ")) {
      for (String name : List.of("操作员", "root")) {
        Notice.Refused refused = (Notice.Refused) type(ada, command + name);
        assertEquals(ChatError.NOT_ALLOWED, refused.code(), command + name);
      }
      Notice.Refused refused = (Notice.Refused) type(root, command + "操作员");
      assertEquals(ChatError.NOT_ALLOWED, refused.code(), command);
    }
    assertEquals(ChatError.NOT_ALLOWED, ((Notice.Refused) type(ada, "/op root off")).code());
    hub.line(of(console), "/ban root");
    assertEquals(ClosingCode.BANNED, root.last(Notice.Closing.class).code());
    assertEquals(false, console.isEnded);
  }

  @Test
  void aGuestTakesNoNameOfAnOperatorOrOfTheServer() {
    hub.handle(of(root), new Request.Quit());
    for (String name : List.of("Root", "operator", "Server", "PARLEY")) {
      assertEquals(ChatError.NAME_TAKEN, enter(null, name).last(Notice.Refused.class).code());
    }
    assertEquals(true, ((Notice.Welcome) enter("root", null).told.getFirst()).isOperator());
  }

  @Test
  void aBanThatHasEndedIsNoneToBeEnded() {
    type(root, "/ban eve 1");
    assertEquals(result("eve is not banned any more"), type(root, "/unban eve"));
    assertTrue(isLetIn("eve"));
    type(root, "/ban eve 1");
    loop.pass(Duration.ofMinutes(1));
    assertEquals(ChatError.NOT_FOUND, ((Notice.Refused) type(root, "/unban eve")).code());
  }

  @Test
  void aCalendarThatIsSetMovesNoEndOfABanOrAMute() {
    for (Duration jump : List.of(HOUR, HOUR.negated(), HOUR.negated(), HOUR)) {
      type(root, "/ban bob 10");
      RecordingOutlet eve = enter(null, "eve");
      type(root, "/mute eve 10");
      loop.setCalendar(jump);
      loop.pass(Duration.ofMinutes(10).minusNanos(1));
      assertEquals(false, isLetIn("bob"));
      hub.handle(of(eve), new Request.Send("#lobby", "1", "hi", false));
      assertEquals(ChatError.MUTED, eve.last(Notice.Refused.class).code());
      loop.pass(Duration.ofNanos(1));
      assertTrue(isLetIn("bob"));
      hub.handle(of(eve), new Request.Send("#lobby", "1", "hi", false));
      assertEquals("1", eve.last(Notice.Ack.class).id());
      hub.handle(of(eve), new Request.Quit());
    }
  }

  @Test
  void aCalendarThatIsSetMovesNoPlaceAndAPageBeforeATimeEndsBeforeIt() {
    RecordingOutlet eve = enter(null, "eve");
    hub.handle(of(eve), new Request.Send("#lobby", "1", "one", false));
    loop.setCalendar(HOUR.negated());
    hub.handle(of(eve), new Request.Send("#lobby", "2", "an hour before", false));
    assertEquals(2, eve.last(Notice.Ack.class).seq());
    loop.setCalendar(HOUR.multipliedBy(2));
    hub.handle(of(eve), new Request.Send("#lobby", "3", "an hour later", false));
    assertEquals(3, eve.last(Notice.Ack.class).seq());
    hub.handle(
        of(eve), new Request.History("r", "#lobby", Request.History.ANYWHERE, 0, loop.now(), 0));
    assertEquals(
        List.of(1L, 2L),
        eve.last(Notice.Page.class).entries().stream().map(entry -> entry.seq()).toList());
    RecordingOutlet back = new RecordingOutlet("192.0.2.9:1");
    String epoch =
        eve.told.stream()
            .filter(Notice.Room.class::isInstance)
            .map(notice -> ((Notice.Room) notice).epoch())
            .findFirst()
            .orElseThrow();
    hub.handle(
        hub.connected(back, null, false, false),
        new Request.Hello(1, "bob", null, null, List.of(new Request.Position("#lobby", epoch, 1))));
    assertEquals(
        List.of(2L, 3L),
        back.told.stream()
            .filter(Notice.Message.class::isInstance)
            .map(notice -> ((Notice.Message) notice).entry().seq())
            .toList());
  }

  @Test
  void whoIsMadeAnOperatorIsOneUntilThatIsEndedAndAfterARestart() {
    RecordingOutlet ada = enter("ada", null);
    assertEquals(ChatError.NOT_ALLOWED, ((Notice.Refused) type(ada, "/ban eve")).code());
    assertEquals(result("ada is an operator"), type(root, "/op ada"));
    assertTrue(((Notice.Welcome) ada.told.get(ada.told.size() - 2)).isOperator());
    assertEquals(new Notice.Result(null, List.of("you are an operator now")), ada.told.getLast());
    assertEquals(result("eve is banned"), type(ada, "/ban eve"));
    startAnew();
    ada = enter("ada", null);
    assertTrue(((Notice.Welcome) ada.told.getFirst()).isOperator());
    assertEquals(result("ada is no operator any more"), type(root, "/op ada off"));
    assertEquals(false, ((Notice.Welcome) ada.told.get(ada.told.size() - 2)).isOperator());
    assertEquals(
        new Notice.Result(null, List.of("you are no operator any more")), ada.told.getLast());
    assertEquals(ChatError.NOT_ALLOWED, ((Notice.Refused) type(ada, "/unban eve")).code());
    startAnew();
    assertEquals(false, ((Notice.Welcome) enter("ada", null).told.getFirst()).isOperator());
    enter(null, "guest");
    assertEquals(ChatError.NOT_ALLOWED, ((Notice.Refused) type(root, "/op guest")).code());
  }
}
