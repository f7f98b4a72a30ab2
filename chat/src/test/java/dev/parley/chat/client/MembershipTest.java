package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A client over several connections with a server that the test plays.
final class MembershipTest {
  private static final Problem CUT = Problem.of(GeneralProblem.TEXT, "the cable is cut");
  private static final Notice.Welcome WELCOME =
      new Notice.Welcome(1, "test", "ada", "token-1", false, 25, 4096, List.of());

  private final ManualLoop loop = new ManualLoop();
  private final Told told = new Told();
  private final List<String> givenUp = new ArrayList<>();
  private final Membership client =
      new Membership(
          loop, told, "me-", "test 1", "ada", null, List.of("#lobby"), () -> givenUp.add("yes"));

  private static Notice.Room room(String epoch, long first, long last, boolean isRecovered) {
    return new Notice.Room(
        "#lobby", epoch, first, last, isRecovered, "", List.of("ada"), 1, 0, Storage.DISK);
  }

  private static Entry entry(long seq, String sender, String id, String text) {
    return new Entry(
        seq, Instant.EPOCH, Entry.Kind.TEXT, sender, "", id, text, 0, Entry.State.ORIGINAL);
  }

  private static Notice.Message message(long seq) {
    return new Notice.Message("#lobby", entry(seq, "bob", "b" + seq, "第 " + seq));
  }

  private static Notice.Ack ack(String id, long seq) {
    return new Notice.Ack("#lobby", id, seq, Instant.EPOCH, Storage.DISK);
  }

  private static Notice.Refused refused(
      ChatError code, @Nullable String ref, @Nullable String room, @Nullable String id) {
    return new Notice.Refused(code, "no: " + code, ref, room, id, 0);
  }

  private Wire open(boolean isDatagram) {
    Wire wire = new Wire(isDatagram);
    client.opened(wire);
    return wire;
  }

  /// Returns a connection of a client that is in the lobby, with the places of its log.
  private Wire online(long first, long last, boolean isRecovered) {
    Wire wire = open(false);
    client.received(WELCOME);
    client.received(room("e", first, last, isRecovered));
    wire.said();
    return wire;
  }

  private Wire online() {
    Wire wire = online(1, 0, false);
    told.lines();
    return wire;
  }

  private void lose() {
    client.ended(CUT);
    client.pausing(Duration.ofSeconds(1));
  }

  private CompletableFuture<Notice.Ack> say(String text) {
    CompletableFuture<Notice.Ack> done = new CompletableFuture<>();
    String id = client.newId();
    client.send(
        "#lobby",
        new Outgoing.Pending(id, new Request.Send("#lobby", id, text, false), text.length(), done));
    return done;
  }

  @Test
  void aServerThatClosesBeforeItAnswersMayWantALogin() {
    Problem closed = Problem.of(SessionProblem.ENDED, CloseReason.PEER_CLOSED);
    for (Problem ended : List.of(closed, Problem.of(SessionProblem.PEER_RESET))) {
      open(false);
      client.ended(ended);
      client.pausing(Duration.ofSeconds(1));
      assertEquals(
          List.of("offline: the server closed at once; it may want a login"), told.lines());
    }
    online();
    client.ended(closed);
    client.pausing(Duration.ofSeconds(1));
    assertEquals(List.of("offline: the session has ended: PEER_CLOSED"), told.lines());
  }

  private static ChatClientException failure(CompletableFuture<?> future) {
    Throwable cause = assertThrows(CompletionException.class, future::join).getCause();
    return assertInstanceOf(ChatClientException.class, cause);
  }

  // Connections.

  @Test
  void aClientSaysHelloAndEntersItsRooms() {
    Wire wire = open(false);
    assertEquals(
        List.of(
            "{\"kind\":\"hello\",\"version\":1,\"name\":\"ada\",\"client\":\"test 1\","
                + "\"rooms\":[{\"room\":\"#lobby\"}]}"),
        wire.json());
    client.received(WELCOME);
    client.received(room("e", 1, 2, false));
    client.received(message(1));
    client.received(message(2));
    assertEquals(
        List.of("online as ada", "entered #lobby", "#lobby 1 bob: 第 1", "#lobby 2 bob: 第 2"),
        told.lines());
    assertEquals(RoomClient.State.ONLINE, client.state());
  }

  @Test
  void aReturningClientTellsItsTokenAndWhereItWas() {
    online(1, 0, false);
    client.received(message(1));
    lose();
    Wire next = open(false);
    Request.Hello hello = (Request.Hello) next.said().getFirst();
    assertEquals("token-1", hello.token());
    assertEquals(List.of(new Request.Position("#lobby", "e", 1)), hello.rooms());
  }

  @Test
  void whyThereIsNoConnectionIsTold() {
    client.connecting(1);
    lose();
    client.connecting(2);
    open(false);
    lose();
    assertEquals(
        List.of(
            "connecting 1",
            "offline: the cable is cut",
            "connecting 2",
            "offline: the cable is cut"),
        told.lines());
  }

  @Test
  void aServerThatDoesNotAnswerIsLeftAfterFifteenSeconds() {
    Wire wire = open(false);
    loop.advance(Membership.WELCOME_TIMEOUT.minusNanos(1));
    assertFalse(wire.isAborted());
    loop.advance(Duration.ofNanos(1));
    assertTrue(wire.isAborted());
    lose();
    assertEquals(List.of("offline: the server did not answer as a chat server does"), told.lines());
  }

  @Test
  void aServerThatFallsSilentIsAskedAndLeftAfterThreeHeartbeats() {
    Wire wire = online();
    loop.advance(Duration.ofSeconds(25));
    assertEquals(List.of(), wire.said());
    loop.advance(Duration.ofSeconds(25));
    assertEquals(List.of(new Request.Ping(null)), wire.said());
    client.received(new Notice.Pong(null));
    loop.advance(Duration.ofSeconds(25));
    assertEquals(List.of(), wire.said());
    loop.advance(Duration.ofSeconds(75).minusNanos(1));
    assertFalse(wire.isAborted());
    loop.advance(Duration.ofNanos(1));
    assertTrue(wire.isAborted());
    lose();
    assertEquals(List.of("offline: nothing was heard of the server for 75 s"), told.lines());
  }

  @Test
  void aPingIsAnswered() {
    Wire wire = online();
    client.received(new Notice.Ping());
    assertEquals(List.of(new Request.Pong()), wire.said());
  }

  @Test
  void aTemporaryClosingIsComeBackFrom() {
    Wire wire = online();
    client.received(new Notice.Closing(ClosingCode.SHUTDOWN, "back soon"));
    assertTrue(wire.isAborted());
    client.ended(CUT);
    client.pausing(Duration.ofSeconds(1));
    assertEquals(List.of("offline: the server has closed the connection: back soon"), told.lines());
    assertEquals(List.of(), givenUp);
  }

  @Test
  void aFinalClosingEndsTheClient() {
    Wire wire = online();
    CompletableFuture<Notice.Ack> open = say("too late");
    told.lines();
    client.received(new Notice.Closing(ClosingCode.KICKED, "out\u001b[2J"));
    assertTrue(wire.isClosed());
    assertEquals(ClientProblem.CLOSED, failure(open).problem().code());
    assertEquals(
        List.of(
            "#lobby failed: the client is closed",
            "closed KICKED: the server has closed the connection: out\\x1b[2J"),
        told.lines());
    assertEquals(List.of("yes"), givenUp);
    client.ended(CUT);
    client.pausing(Duration.ofSeconds(1));
    client.received(WELCOME);
    client.quit();
    assertEquals(List.of(), told.lines());
  }

  @Test
  void aNameThatIsTakenEndsANewClient() {
    open(false);
    client.received(refused(ChatError.NAME_TAKEN, null, null, null));
    assertEquals(List.of("closed null: no: NAME_TAKEN"), told.lines());
  }

  @Test
  void aNameThatIsTakenIsTriedAgainByWhoHasHadIt() {
    online();
    lose();
    told.lines();
    Wire next = open(false);
    client.received(refused(ChatError.NAME_TAKEN, null, null, null));
    assertTrue(next.isAborted());
    lose();
    assertEquals(List.of("offline: no: NAME_TAKEN"), told.lines());
  }

  @Test
  void goodbyeIsSaid() {
    Wire wire = online();
    client.quit();
    assertEquals(List.of(new Request.Quit()), wire.said());
    assertTrue(wire.isClosed());
    assertEquals(List.of("closed null: the client is closed"), told.lines());
  }

  // Messages.

  @Test
  void aMessageIsShownAtItsPlaceInTheOrder() {
    Wire wire = online();
    CompletableFuture<Notice.Ack> done = say("你好");
    Request.Send sent = (Request.Send) wire.said().getFirst();
    client.received(message(1));
    client.received(ack(sent.id(), 2));
    client.received(message(3));
    assertEquals(2, done.join().seq());
    assertEquals(
        List.of("sending 你好", "#lobby 1 bob: 第 1", "#lobby 2 acknowledged", "#lobby 3 bob: 第 3"),
        told.lines());
  }

  @Test
  void whatIsSaidBeforeTheRoomIsEnteredWaits() {
    CompletableFuture<Notice.Ack> first = say("一");
    Wire wire = open(false);
    wire.said();
    client.received(WELCOME);
    CompletableFuture<Notice.Ack> second = say("二");
    assertEquals(List.of(), wire.said());
    client.received(room("e", 1, 0, false));
    assertEquals(
        List.of(
            new Request.Send("#lobby", "me-1", "一", false),
            new Request.Send("#lobby", "me-2", "二", false)),
        wire.said());
    assertFalse(first.isDone() || second.isDone());
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainWithItsIdAndInItsOrder() {
    online();
    var _ = say("一");
    var _ = say("二");
    lose();
    var _ = say("三");
    Wire next = online(1, 0, true);
    assertEquals(List.of(), next.said()); // online has looked
    lose();
    Wire third = open(false);
    client.received(WELCOME);
    third.said();
    client.received(room("e", 1, 0, true));
    assertEquals(
        List.of("me-1", "me-2", "me-3"),
        third.said().stream().map(request -> ((Request.Send) request).id()).toList());
  }

  @Test
  void aMessageWhoseAcknowledgementWasLostIsSaidOnce() {
    online();
    CompletableFuture<Notice.Ack> done = say("一");
    lose();
    Wire next = open(false);
    client.received(WELCOME);
    next.said();
    client.received(room("e", 1, 2, true)); // the server has it: the client sends it at once
    assertEquals(1, next.said().size());
    client.received(message(1));
    client.received(new Notice.Message("#lobby", entry(2, "ada", "me-1", "一")));
    client.received(ack("me-1", 2)); // for what was sent again
    client.received(message(3));
    assertEquals(2, done.join().seq());
    List<String> lines = told.lines();
    assertEquals(
        List.of("#lobby 1 bob: 第 1", "#lobby 2 acknowledged", "#lobby 3 bob: 第 3"),
        lines.subList(lines.size() - 3, lines.size()));
  }

  @Test
  void aRefusedMessageFailsAndDoesNotHoldUpTheNext() {
    Wire wire = online();
    CompletableFuture<Notice.Ack> first = say("一");
    CompletableFuture<Notice.Ack> second = say("二");
    told.lines();
    wire.said();
    client.received(refused(ChatError.MUTED, null, "#lobby", "me-1"));
    client.received(ack("me-2", 1));
    assertEquals(ChatError.MUTED, failure(first).refused().code());
    assertEquals(1, second.join().seq());
    assertEquals(List.of("#lobby failed: no: MUTED", "#lobby 1 acknowledged"), told.lines());
    lose();
    assertEquals(List.of(), openAgain().said());
  }

  private Wire openAgain() {
    Wire wire = open(false);
    client.received(WELCOME);
    wire.said();
    client.received(room("e", 1, 1, true));
    return wire;
  }

  @Test
  void whatTheFramingCannotCarryFails() {
    Wire wire = online();
    wire.refuse(CUT);
    CompletableFuture<Notice.Ack> done = say("一");
    assertEquals(ClientProblem.UNSENDABLE, failure(done).problem().code());
  }

  @Test
  void atMostSixteenMessagesAreUnderWay() {
    Wire wire = online();
    for (int i = 1; i <= 20; i++) {
      var _ = say("" + i);
    }
    assertEquals(16, wire.said().size());
    client.received(ack("me-1", 1));
    client.received(ack("me-2", 2));
    assertEquals(
        List.of(
            new Request.Send("#lobby", "me-17", "17", false),
            new Request.Send("#lobby", "me-18", "18", false)),
        wire.said());
  }

  @Test
  void longMessagesGoOneByOne() {
    Wire wire = online();
    String half = "长".repeat(Outgoing.MAX_CHARS_UNDER_WAY / 2);
    var _ = say(half);
    var _ = say(half);
    var _ = say("x");
    assertEquals(2, wire.said().size());
    client.received(ack("me-1", 1));
    assertEquals(1, wire.said().size());
    var _ = say("长".repeat(Outgoing.MAX_CHARS_UNDER_WAY + 1));
    client.received(ack("me-2", 2));
    assertEquals(0, wire.said().size());
    client.received(ack("me-3", 3));
    assertEquals(1, wire.said().size());
  }

  @Test
  void anAcknowledgementOfNothingIsIgnored() {
    Wire wire = online();
    client.received(ack("me-7", 1));
    client.received(new Notice.Ack("#nowhere", "me-1", 1, Instant.EPOCH, Storage.DISK));
    client.received(message(1));
    assertEquals(List.of("#lobby 1 bob: 第 1"), told.lines());
    assertFalse(wire.isAborted());
  }

  @Test
  void aMessageToNoRoomFails() {
    online();
    CompletableFuture<Notice.Ack> done = new CompletableFuture<>();
    client.send(
        "#nowhere",
        new Outgoing.Pending("x", new Request.Send("#nowhere", "x", "", false), 0, done));
    assertEquals("this client is not in #nowhere", failure(done).getMessage());
  }

  @Test
  void aMessageToAMemberOpensTheTalk() {
    Wire wire = online();
    CompletableFuture<Notice.Ack> done = new CompletableFuture<>();
    Request.Send send = new Request.Send("@bob", "me-9", "psst", false);
    client.send("@bob", new Outgoing.Pending("me-9", send, 4, done));
    assertEquals(List.of(new Request.Join("@bob", null, 0)), wire.said());
    client.received(new Notice.Room("@bob", "d", 1, 0, false, "", List.of(), 2, 0, Storage.DISK));
    assertEquals(List.of(send), wire.said());
  }

  // What was missed.

  @Test
  void moreThanTheServerSendsByItselfIsAskedFor() {
    Wire wire = online(1, 3, false);
    client.received(message(1));
    client.received(message(2));
    client.received(message(3));
    lose();
    Wire next = online(1, 8, true);
    assertEquals(List.of(), wire.said());
    client.received(message(4));
    loop.advance(Membership.STALL);
    assertEquals(List.of(), next.said()); // something has come meanwhile
    loop.advance(Membership.STALL);
    Request.History asked = (Request.History) next.said().getFirst();
    assertEquals(4, asked.after());
    told.lines();
    client.received(
        new Notice.Page(asked.ref(), "#lobby", List.of(entry(5, "bob", "b5", "五")), true));
    Request.History again = (Request.History) next.said().getFirst();
    assertEquals(5, again.after());
    client.received(message(9));
    client.received(
        new Notice.Page(
            again.ref(),
            "#lobby",
            LongStream.rangeClosed(6, 8).mapToObj(s -> entry(s, "bob", "b" + s, "x")).toList(),
            false));
    assertEquals(
        List.of(
            "#lobby 5 bob: 五",
            "#lobby 6 bob: x",
            "#lobby 7 bob: x",
            "#lobby 8 bob: x",
            "#lobby 9 bob: 第 9"),
        told.lines());
  }

  @Test
  void aHoleIsAskedForAtOnce() {
    Wire wire = online();
    client.received(message(1));
    client.received(message(4));
    Request.History asked = (Request.History) wire.said().getFirst();
    assertEquals(1, asked.after());
    client.received(refused(ChatError.NOT_KEPT, asked.ref(), "#lobby", null));
    assertEquals(
        List.of("#lobby 1 bob: 第 1", "#lobby lost 2-3", "#lobby 4 bob: 第 4"), told.lines());
  }

  @Test
  void aBusyServerIsAskedAgain() {
    Wire wire = online();
    client.received(message(1));
    client.received(message(3));
    Request.History asked = (Request.History) wire.said().getFirst();
    client.received(refused(ChatError.BUSY, asked.ref(), "#lobby", null));
    loop.advance(Membership.STALL);
    assertEquals(1, ((Request.History) wire.said().getFirst()).after());
  }

  @Test
  void anAnswerToAQuestionOfAnEarlierConnectionIsIgnored() {
    Wire wire = online();
    client.received(message(1));
    client.received(message(3));
    Request.History asked = (Request.History) wire.said().getFirst();
    lose();
    online(1, 1, true);
    told.lines();
    client.received(new Notice.Page(asked.ref(), "#lobby", List.of(), false));
    client.received(message(2));
    assertEquals(List.of("#lobby 2 bob: 第 2"), told.lines());
  }

  // Rooms and questions.

  @Test
  void aRefusedRoomFailsWhatWaitsForIt() {
    Wire wire = open(false);
    client.received(WELCOME);
    CompletableFuture<Notice.Ack> done = say("一");
    CompletableFuture<Notice.Room> entering = client.join("#lobby");
    client.received(refused(ChatError.BANNED, null, "#lobby", null));
    assertEquals(ChatError.BANNED, failure(done).refused().code());
    assertEquals(ChatError.BANNED, failure(entering).refused().code());
    assertFalse(wire.isAborted());
    assertEquals(List.of(), told.lines().stream().filter(l -> l.startsWith("error")).toList());
  }

  @Test
  void aRoomThatWasLeftIsNotEnteredAgain() {
    Wire wire = online();
    client.leave("#Lobby");
    assertEquals(List.of(new Request.Leave("#Lobby")), wire.said());
    client.received(new Notice.Left("#lobby", null, null));
    client.received(message(1));
    assertEquals(List.of("left #lobby"), told.lines());
    lose();
    assertEquals(List.of(), ((Request.Hello) open(false).said().getFirst()).rooms());
  }

  @Test
  void aRoomThatTheServerOpensIsAwaitedAgain() {
    online();
    client.received(new Notice.Room("@bob", "d", 1, 0, false, "", List.of(), 2, 0, Storage.DISK));
    client.received(new Notice.Message("@bob", entry(1, "bob", "x", "psst")));
    client.received(new Notice.Renamed("bob", "Robert"));
    client.received(new Notice.Message("@Robert", entry(2, "Robert", "y", "me")));
    assertEquals(
        List.of("entered @bob", "@bob 1 bob: psst", "bob is Robert", "@Robert 2 Robert: me"),
        told.lines());
    lose();
    assertEquals(
        List.of(new Request.Position("#lobby", "e", 0), new Request.Position("@Robert", "d", 2)),
        ((Request.Hello) open(false).said().getFirst()).rooms());
  }

  @Test
  void aQuestionIsAnsweredByItsReference() {
    Wire wire = online();
    CompletableFuture<Notice.Result> first =
        client.ask(ref -> new Request.Command(ref, "#lobby", "/who"), Notice.Result.class);
    CompletableFuture<Notice.Result> second =
        client.ask(ref -> new Request.Command(ref, "#lobby", "/op"), Notice.Result.class);
    List<Request> asked = wire.said();
    String ref = ((Request.Command) asked.getFirst()).ref();
    client.received(new Notice.Pong(ref)); // not what was asked for
    client.received(new Notice.Result("nobody's", List.of()));
    client.received(
        refused(ChatError.NOT_ALLOWED, ((Request.Command) asked.getLast()).ref(), null, null));
    client.received(new Notice.Result(ref, List.of("ada")));
    assertEquals(List.of("ada"), first.join().lines());
    assertEquals(ChatError.NOT_ALLOWED, failure(second).refused().code());
    assertEquals(List.of(), told.lines());
  }

  @Test
  void aCommandIsAnsweredByEntriesToo() {
    Wire wire = online();
    CompletableFuture<Notice.CommandAnswer> read = client.command("#lobby", "/history");
    CompletableFuture<Notice.CommandAnswer> sought = client.command("#lobby", "/search 第");
    List<Request> asked = wire.said();
    Notice.Page page =
        new Notice.Page(
            ((Request.Command) asked.getFirst()).ref(),
            "#lobby",
            List.of(message(1).entry()),
            false);
    Notice.Found found =
        new Notice.Found(((Request.Command) asked.getLast()).ref(), List.of(message(1)), false);
    client.received(page);
    client.received(found);
    assertEquals(page, read.join());
    assertEquals(found, sought.join());
    assertEquals(List.of(), told.lines());
  }

  @Test
  void questionsFailWithTheirConnection() {
    CompletableFuture<Notice.Result> early =
        client.ask(ref -> new Request.Command(ref, null, "/who"), Notice.Result.class);
    assertEquals(ClientProblem.OFFLINE, failure(early).problem().code());
    online();
    CompletableFuture<Notice.Result> asked =
        client.ask(ref -> new Request.Command(ref, null, "/who"), Notice.Result.class);
    lose();
    assertEquals(ClientProblem.LOST, failure(asked).problem().code());
  }

  @Test
  void onlySoManyQuestionsAreOpen() {
    online();
    CompletableFuture<Notice.Pong> last = null;
    for (int i = 0; i < Membership.MAX_QUESTIONS; i++) {
      last = client.ask(Request.Ping::new, Notice.Pong.class);
      assertFalse(last.isDone());
    }
    CompletableFuture<Notice.Pong> over = client.ask(Request.Ping::new, Notice.Pong.class);
    assertEquals(ClientProblem.TOO_MANY_QUESTIONS, failure(over).problem().code());
    assertNotNull(last);
  }

  @Test
  void onlySoManyRoomsAreKept() {
    online();
    for (int i = 1; i < Membership.MAX_ROOMS; i++) {
      var _ = client.join("#r" + i);
    }
    CompletableFuture<Notice.Room> over = client.join("#over");
    assertEquals(ClientProblem.TOO_MANY_ROOMS, failure(over).problem().code());
    client.received(new Notice.Room("@bob", "d", 1, 0, false, "", List.of(), 2, 0, Storage.DISK));
    assertEquals(List.of(), told.lines());
  }

  // Datagrams.

  /// Returns a connection by datagrams of a client that is in the lobby, with an empty log.
  private Wire onlineByDatagrams() {
    Wire wire = open(true);
    client.received(WELCOME);
    client.received(room("e", 1, 0, false));
    loop.advance(Duration.ofSeconds(1));
    wire.said();
    told.lines();
    return wire;
  }

  @Test
  void aHelloIsSaidAgainUntilItIsAnswered() {
    Wire wire = open(true);
    assertEquals(1, wire.said().size());
    loop.advance(Duration.ofMillis(200));
    assertEquals(1, wire.said().size());
    loop.advance(Duration.ofMillis(400));
    assertEquals(1, wire.said().size());
    client.received(new Notice.Retry("proof"));
    assertEquals("proof", ((Request.Hello) wire.said().getFirst()).token());
    client.received(WELCOME);
    client.received(room("e", 1, 0, false));
    wire.said();
    loop.advance(Duration.ofSeconds(9));
    assertEquals(
        List.of(new Request.Seen("#lobby", 0, List.of())),
        wire.said()); // once, and nothing is missing
  }

  @Test
  void aRoomThatWasNotEnteredIsAskedForAgain() {
    Wire wire = open(true);
    client.received(WELCOME);
    wire.said();
    loop.advance(Duration.ofMillis(200));
    assertEquals(List.of(new Request.Join("#lobby", null, 0)), wire.said());
    client.received(room("e", 1, 0, false));
    loop.advance(Duration.ofSeconds(1));
    assertEquals(List.of(new Request.Seen("#lobby", 0, List.of())), wire.said());
  }

  @Test
  void nothingIsSaidBeforeTheWelcomeWithTheTokenAlthoughTheRoomIsThere() {
    Wire wire = open(true);
    CompletableFuture<?> _ = say("一");
    client.received(room("e", 1, 0, false));
    loop.advance(Duration.ofSeconds(2));
    assertTrue(wire.said().stream().allMatch(Request.Hello.class::isInstance));
    client.received(WELCOME);
    client.received(room("e", 1, 0, false));
    assertTrue(wire.said().contains(new Request.Send("#lobby", "me-1", "一", false)));
  }

  @Test
  void messagesGoOneByOneAndAreRepeatedUntilTheyAreAcknowledged() {
    Wire wire = onlineByDatagrams();
    CompletableFuture<?> _ = say("一");
    CompletableFuture<?> _ = say("二");
    assertEquals(1, wire.said().size());
    loop.advance(Duration.ofMillis(199));
    assertEquals(0, wire.said().size());
    loop.advance(Duration.ofMillis(1));
    assertEquals("me-1", ((Request.Send) wire.said().getFirst()).id());
    client.received(ack("me-1", 1));
    assertEquals("me-2", ((Request.Send) wire.said().getFirst()).id());
    client.received(ack("me-1", 1)); // for what was repeated
    assertEquals(List.of("sending 一", "sending 二", "#lobby 1 acknowledged"), told.lines());
  }

  @Test
  void pausesBetweenRepetitionsDoubleUpToThreeSeconds() {
    Wire wire = onlineByDatagrams();
    CompletableFuture<?> _ = say("一");
    wire.said();
    for (int millis : new int[] {200, 400, 800, 1_600, 3_000, 3_000}) {
      client.received(new Notice.Pong(null));
      loop.advance(Duration.ofMillis(millis - 1));
      assertEquals(0, wire.said().size(), millis + " ms");
      loop.advance(Duration.ofMillis(1));
      assertEquals(1, wire.said().size(), millis + " ms");
    }
  }

  @Test
  void whatIsMissingIsAskedForUntilItIsHere() {
    Wire wire = onlineByDatagrams();
    client.received(message(2));
    client.received(message(4));
    loop.advance(Membership.SEEN_DELAY);
    Request.Seen asked =
        new Request.Seen("#lobby", 0, List.of(new Request.Range(1, 1), new Request.Range(3, 3)));
    assertEquals(List.of(asked), wire.said());
    loop.advance(Duration.ofMillis(200));
    assertEquals(List.of(asked), wire.said());
    client.received(message(3));
    client.received(message(1));
    loop.advance(Duration.ofSeconds(3));
    assertEquals(List.of(new Request.Seen("#lobby", 4, List.of())), wire.said());
    assertEquals(4, told.lines().size());
  }

  @Test
  void aHeartbeatTellsOfWhatWasLostAtTheEnd() {
    Wire wire = onlineByDatagrams();
    client.received(new Notice.Heartbeat(List.of(new Notice.Last("#lobby", 2))));
    loop.advance(Membership.SEEN_DELAY);
    assertEquals(
        List.of(new Request.Seen("#lobby", 0, List.of(new Request.Range(1, 2)))), wire.said());
  }

  @Test
  void whatAServerNeverSendsIsGivenUpAsLongAsItIsThere() {
    onlineByDatagrams();
    client.received(message(2));
    for (int i = 0; i < 40; i++) {
      loop.advance(Duration.ofSeconds(3));
      client.received(new Notice.Pong(null));
    }
    assertEquals(List.of("#lobby lost 1-1", "#lobby 2 bob: 第 2"), told.lines());
  }

  @Test
  void aServerThatIsNotThereGivesNothingUp() {
    Wire wire = onlineByDatagrams();
    client.received(message(2));
    loop.advance(Duration.ofSeconds(24));
    assertEquals(List.of(), told.lines());
    assertFalse(wire.isAborted());
    loop.advance(Duration.ofSeconds(10));
    assertTrue(wire.isAborted());
  }

  @Test
  void aServerThatIsSilentIsAskedAgainAndAgainAndLeftAfterHalfAMinute() {
    Wire wire = onlineByDatagrams();
    loop.advance(Duration.ofSeconds(4)); // five seconds, with the room at their beginning
    assertEquals(List.of(), wire.said());
    loop.advance(Duration.ofSeconds(5));
    Request.Ping ping = (Request.Ping) wire.said().getFirst();
    loop.advance(Duration.ofMillis(600));
    assertEquals(List.of(ping, ping), wire.said());
    client.received(new Notice.Pong(ping.ref()));
    loop.advance(Duration.ofSeconds(5));
    assertEquals(List.of(), wire.said());
    assertEquals(List.of(), told.lines()); // the answer is not passed on to the listener
    loop.advance(Duration.ofSeconds(24));
    assertNotEquals(List.of(), wire.said());
    assertFalse(wire.isAborted());
    loop.advance(Duration.ofSeconds(1));
    assertTrue(wire.isAborted());
    lose();
    assertEquals(List.of("offline: nothing was heard of the server for 25 s"), told.lines());
  }

  @Test
  void aServerThatWasStartedAnewTellsASilentClientThatItDoesNotKnowIt() {
    Wire wire = onlineByDatagrams();
    loop.advance(Duration.ofSeconds(9));
    assertInstanceOf(Request.Ping.class, wire.said().getFirst());
    client.received(refused(ChatError.NOT_ALLOWED, null, null, null));
    assertEquals("token-1", ((Request.Hello) wire.said().getFirst()).token());
  }

  @Test
  void roomsForWhichAFirstDatagramHasNoPlaceAreEnteredAfterIt() {
    for (int i = 0; i < 40; i++) {
      CompletableFuture<?> _ = client.join("#" + "长".repeat(5) + i);
    }
    assertEquals(41, ((Request.Hello) open(false).said().getFirst()).rooms().size());
    lose();
    Wire wire = open(true);
    assertEquals(List.of(), ((Request.Hello) wire.said().getFirst()).rooms());
    client.received(WELCOME);
    assertEquals(41, wire.said().size());
  }

  @Test
  void aServerThatDoesNotKnowUsIsGreetedAgain() {
    Wire wire = onlineByDatagrams();
    CompletableFuture<?> _ = say("一");
    wire.said();
    client.received(refused(ChatError.NOT_ALLOWED, null, null, "me-1"));
    assertEquals("token-1", ((Request.Hello) wire.said().getFirst()).token());
    client.received(room("e", 1, 0, true)); // has overtaken the welcome
    assertEquals(List.of(), wire.said());
    client.received(WELCOME);
    client.received(room("e", 1, 0, true));
    assertTrue(wire.said().contains(new Request.Send("#lobby", "me-1", "一", false)));
  }

  // Commands and what was said before.

  @Test
  void aCommandIsNotSaidBeforeWhatWasSaidInItsRoom() {
    Wire wire = online();
    for (int i = 0; i < Outgoing.MAX_UNDER_WAY + 1; i++) {
      CompletableFuture<Notice.Ack> _ = say("第 " + i);
    }
    wire.said();
    CompletableFuture<Notice.CommandAnswer> _ = client.command("#lobby", "/delete");
    CompletableFuture<Notice.CommandAnswer> _ = client.command("#lobby", "/topic");
    assertEquals(List.of(), wire.said());
    client.received(ack("me-1", 1));
    List<String> said = wire.said().stream().map(MembershipTest::kind).toList();
    assertEquals(List.of("Send", "Command /delete", "Command /topic"), said);
  }

  @Test
  void overDatagramsACommandWaitsForWhatWasSaidBeforeToBeAnswered() {
    Wire wire = open(true);
    client.received(WELCOME);
    client.received(room("e", 1, 0, false));
    wire.said();
    CompletableFuture<Notice.Ack> _ = say("你好");
    CompletableFuture<Notice.CommandAnswer> first = client.command("#lobby", "/delete");
    CompletableFuture<Notice.CommandAnswer> second = client.command("#lobby", "/topic");
    assertEquals(List.of("Send"), wire.said().stream().map(MembershipTest::kind).toList());
    client.received(ack("me-1", 1));
    List<Request> then = wire.said();
    assertEquals(List.of("Command /delete"), then.stream().map(MembershipTest::kind).toList());
    client.received(new Notice.Result(((Request.Command) then.getFirst()).ref(), List.of()));
    assertTrue(first.isDone());
    then = wire.said();
    assertEquals(List.of("Command /topic"), then.stream().map(MembershipTest::kind).toList());
    assertFalse(second.isDone());
  }

  private static String kind(Request said) {
    return said instanceof Request.Command command
        ? "Command " + command.line()
        : said.getClass().getSimpleName();
  }

  @Test
  void aRoomThatIsRefusedIsToldOnceByWhatAskedForIt() {
    Wire _ = online();
    CompletableFuture<Notice.Room> joining = client.join("#secret");
    client.received(refused(ChatError.BANNED, null, "#secret", null));
    assertEquals(ChatError.BANNED, failure(joining).refused().code());
    assertEquals(List.of(), told.lines());
  }
}
