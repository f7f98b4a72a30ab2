package dev.parley.services;

import static dev.parley.services.Operator.Result.DONE;
import static dev.parley.services.Operator.Result.QUIT;
import static dev.parley.services.Operator.Result.REFUSED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person between peers: mission rows 1, 2 and 4.
class OperatorTest {
  private final RecordingScreen screen = new RecordingScreen();
  private final EventRecorder events = new EventRecorder();
  private final Operator operator = new Operator(screen, List.of("q", "Q"), FixedClock.TEN);
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .listen("udp://127.0.0.1:0")
            .framing(Framing.raw())
            .handler(operator)
            .events(events)
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Connects a stream peer that the operator knows by this number.
  private ScriptedPeer arrive(int number) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    screen.awaitNotice(Notice.Arrived.class, arrived -> arrived.peer().number() == number);
    return peer;
  }

  private void say(ScriptedPeer peer, int number, String text) throws Exception {
    peer.send(text);
    screen.awaitMessage(number + ":" + text);
  }

  private void awaitLeft(int number) throws InterruptedException {
    screen.awaitNotice(Notice.Left.class, left -> left.peer().number() == number);
  }

  private static void hears(ScriptedPeer peer, String text) throws IOException {
    assertEquals(text, peer.readText(text.length()));
  }

  private Notice.Roster who() throws InterruptedException {
    RecordingScreen own = screen;
    assertEquals(DONE, operator.command("/who"));
    return (Notice.Roster) own.last();
  }

  @Test
  void theOnlyOneHereIsAnsweredBeforeSayingAWord() throws Exception {
    try (ScriptedPeer peer = arrive(1)) {
      assertEquals(DONE, operator.command("hello, 你好"));
      assertArrayEquals(
          "hello, 你好".getBytes(java.nio.charset.StandardCharsets.UTF_8), peer.read(13));
    }
  }

  @Test
  void twoStreamsAndADatagramPeerAreServedAtOnce() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2);
        DatagramPeer three = new DatagramPeer(server.addresses().get(1))) {
      three.send("from three");
      screen.awaitMessage("3:from three");
      operator.command("to three");
      assertEquals("to three", three.receiveText());
      say(one, 1, "from one");
      operator.command("to one");
      hears(one, "to one");
      say(two, 2, "from two");
      operator.command("to two");
      hears(two, "to two");
      operator.command("@3 once");
      operator.command("to two again");
      assertEquals("once", three.receiveText());
      hears(two, "to two again");
      assertEquals(List.of("3:from three", "1:from one", "2:from two"), screen.messages());
    }
  }

  @Test
  void unixPeersAreServedToo(@TempDir Path dir) throws Exception {
    try (Server unix =
            Server.builder().listen("unix:" + dir.resolve("p.sock")).handler(operator).start();
        ScriptedPeer peer = ScriptedPeer.connect(unix.address())) {
      peer.send("hello\n");
      screen.awaitMessage("1:hello");
      operator.command("hi");
      hears(peer, "hi\n");
    }
  }

  @Test
  void aChoiceLastsUntilItIsEnded() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      assertEquals(DONE, operator.command("@1"));
      say(two, 2, "me?");
      operator.command("still to one");
      hears(one, "still to one");
      operator.command("@");
      operator.command("to two");
      hears(two, "to two");
    }
  }

  @Test
  void whenTheChosenPeerHasLeftALineWaitsForAChoice() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      say(two, 2, "hi");
      operator.command("@1");
      one.reset();
      awaitLeft(1);
      assertEquals(REFUSED, operator.command("a secret for one"));
      assertEquals(
          "not sent: 1, whom you had chosen, has left; choose another with @, or @ alone",
          screen.lastNotice());
      say(two, 2, "anybody?");
      assertEquals(DONE, operator.command("yes"));
      hears(two, "yes");
    }
  }

  @Test
  void whenTheLastToSpeakHasLeftTheOneBeforeIsCurrent() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      say(two, 2, "waiting");
      say(one, 1, "q");
      assertEquals("", one.readAllText()); // over, although its session lingers
      operator.command("your turn");
      hears(two, "your turn");
      one.endOutput();
      Notice.Left left =
          screen.awaitNotice(Notice.Left.class, notice -> notice.peer().number() == 1);
      assertEquals(2, left.next().number());
    }
  }

  @Test
  void nothingIsLostInAConversationThatHasJustEnded() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      say(two, 2, "hi");
      say(one, 1, "hi");
      assertEquals(DONE, operator.command("q"));
      assertEquals(DONE, operator.command("next"));
      assertEquals(REFUSED, operator.command("@1 anything else?"));
      hears(two, "next");
      assertEquals("q", one.readAllText());
      assertEquals(DONE, operator.command("/kick 2"));
      assertEquals(REFUSED, operator.command("anybody?"));
      assertEquals("not sent: nobody is here", screen.lastNotice());
    }
  }

  @Test
  void eitherSidesQuitWordEndsThatConversationAlone() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2);
        ScriptedPeer three = arrive(3)) {
      say(one, 1, "Q");
      assertEquals("", one.readAllText());
      say(two, 2, "hello");
      assertEquals(DONE, operator.command("q"));
      assertEquals("q", two.readAllText());
      awaitLeft(1);
      awaitLeft(2);
      operator.command("you are left");
      hears(three, "you are left");
    }
  }

  @Test
  void allReachesEverybody() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2);
        DatagramPeer three = new DatagramPeer(server.addresses().get(1))) {
      three.send("");
      screen.awaitMessage("3:");
      assertEquals(DONE, operator.command("/all to  you all"));
      hears(one, "to  you all");
      hears(two, "to  you all");
      assertEquals("to  you all", three.receiveText());
    }
  }

  /// The line is typed on another thread after the quit word was shown and before its session
  /// closes.
  @Test
  void aLineThatComesTooLateForAQuitWordIsNotLostInSilence() throws Exception {
    Operator[] late = new Operator[1];
    Screen typing =
        new Screen() {
          @Override
          public void message(Peer from, Message message) {
            try {
              Thread.ofPlatform().start(() -> late[0].command("too late")).join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public void notice(Notice notice) {
            screen.notice(notice);
          }
        };
    late[0] = new Operator(typing, List.of("q"), FixedClock.TEN);
    try (Server own = Serving.tcp(late[0], Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(own.address())) {
      peer.send("q");
      assertEquals("", peer.readAllText());
      String wanted = "not sent: 1 127.0.0.1:" + peer.port() + " has left";
      screen.awaitNotice(Notice.Refused.class, refused -> refused.text().equals(wanted));
    }
  }

  @Test
  void anEmptyDatagramCanBeSent() throws Exception {
    try (DatagramPeer one = new DatagramPeer(server.addresses().get(1));
        DatagramPeer two = new DatagramPeer(server.addresses().get(1))) {
      one.send("one");
      screen.awaitMessage("1:one");
      two.send("two");
      screen.awaitMessage("2:two");
      assertEquals(DONE, operator.command("/empty"));
      assertEquals("", two.receiveText());
      assertEquals(DONE, operator.command("/empty 1"));
      assertEquals("", one.receiveText());
      assertEquals(REFUSED, operator.command("/empty 7"));
    }
  }

  @Test
  void whatAResetMayHaveDestroyedIsSaid() throws Exception {
    try (ScriptedPeer peer = arrive(1)) {
      say(peer, 1, "hi");
      operator.command("one");
      operator.command("two");
      String label = "1 127.0.0.1:" + peer.port();
      peer.reset();
      awaitLeft(1);
      assertEquals(
          "the last 2 messages to " + label + " may be lost, the connection was reset",
          screen.awaitNotice(Notice.Unconfirmed.class, _ -> true).text());
    }
  }

  @Test
  void kickEndsOneConversation() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      assertEquals(DONE, operator.command("/kick 1"));
      assertEquals("", one.readAllText());
      awaitLeft(1);
      operator.command("hi");
      hears(two, "hi");
    }
  }

  @Test
  void numbersAreNeverGivenTwice() throws Exception {
    try (ScriptedPeer peer = arrive(1)) {
      peer.send("q");
      awaitLeft(1);
    }
    try (ScriptedPeer _ = arrive(2)) {
      assertEquals(List.of("1:q"), screen.messages());
    }
  }

  @Test
  void doubledSignsSendTheSign() throws Exception {
    try (ScriptedPeer peer = arrive(1)) {
      operator.command("//who");
      hears(peer, "/who");
      operator.command("@@1 hi");
      hears(peer, "@1 hi");
    }
  }

  @Test
  void whatCannotBeDoneIsASentence() throws Exception {
    String[][] faults = {
      {"hello", "not sent: nobody is here"},
      {"/all hello", "not sent: nobody is here"},
      {"/all", "a text is wanted, as in /all hello"},
      {"@7", "nobody here has the number 7; /who lists who is here"},
      {"@7 hello", "nobody here has the number 7; /who lists who is here"},
      {"/kick 99999999999", "nobody here has the number 99999999999; /who lists who is here"},
      {
        "/quit worrying",
        "there is no such command; /help lists them, // sends a text that begins with /"
      },
      {"/nick x", "there is no such command; /help lists them, // sends a text that begins with /"},
      {
        "/kick",
        "a peer's number is wanted, as in @3 hello or /kick 3; /who lists them, @@ sends a text that begins with @"
      },
      {
        "@home",
        "a peer's number is wanted, as in @3 hello or /kick 3; /who lists them, @@ sends a text that begins with @"
      },
    };
    for (String[] fault : faults) {
      assertEquals(REFUSED, operator.command(fault[0]), fault[0]);
      assertEquals(fault[1], screen.lastNotice());
    }
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      assertEquals(REFUSED, operator.command("who?"));
      assertEquals(
          "not sent: several are here and none has spoken; choose one with @, /who lists them",
          screen.lastNotice());
      operator.command("@2");
      assertEquals(REFUSED, operator.command(""));
      assertEquals(
          "not sent to 2 127.0.0.1:"
              + two.port()
              + ": an empty message cannot be sent without a framing: it has no bytes",
          screen.lastNotice());
      operator.command("still here");
      hears(two, "still here");
      one.endOutput();
    }
  }

  @Test
  void helpListsEveryCommand() {
    assertEquals(DONE, operator.command("/help"));
    for (String command : List.of("/all", "/empty", "/who", "/kick 3", "/quit")) {
      assertTrue(screen.lastNotice().contains("\n" + command), command);
    }
  }

  @Test
  void helpAndQuit() {
    assertEquals(DONE, operator.command("/help"));
    assertTrue(screen.lastNotice().contains("/kick 3"), screen.lastNotice());
    assertEquals(QUIT, operator.command("/quit"));
  }

  @Test
  void whoTellsWhoIsHere() throws Exception {
    assertEquals("nobody is here", textOfWho());
    try (ScriptedPeer one = arrive(1);
        DatagramPeer two = new DatagramPeer(server.addresses().get(1))) {
      two.send("hi");
      screen.awaitMessage("2:hi");
      one.endOutput();
      screen.awaitNotice(Notice.FinishedSending.class, _ -> true);
      assertEquals(
          "  1 127.0.0.1:%d tcp, here for 0s, 0 received, 0 sent, finished sending\n* 2 127.0.0.1:%d udp, here for 0s, 1 received, 0 sent"
              .formatted(one.port(), two.port()),
          textOfWho());
    }
  }

  private String textOfWho() throws InterruptedException {
    return who().text();
  }

  @Test
  void aPeerThatFinishedSendingIsStillAnswered() throws Exception {
    try (ScriptedPeer peer = arrive(1)) {
      peer.send("hi\n").endOutput();
      screen.awaitNotice(Notice.FinishedSending.class, _ -> true);
      operator.command("one");
      operator.command("two");
      hears(peer, "onetwo");
      operator.command("/kick 1");
      assertEquals("", peer.readAllText());
      assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
    }
  }

  @Test
  void peersThatFinishAreClosedOnceNobodyTypes() throws Exception {
    try (ScriptedPeer before = arrive(1);
        ScriptedPeer after = arrive(2)) {
      before.endOutput();
      screen.awaitNotice(Notice.FinishedSending.class, _ -> true);
      operator.command("@1 last words");
      operator.inputEnded();
      assertEquals("last words", before.readAllText());
      say(after, 2, "still shown");
      after.endOutput();
      assertEquals("", after.readAllText());
    }
  }

  @Test
  void aPeerThatFinishedIsLetGoAfterTheHalfCloseTimeout() throws Exception {
    try (Server hasty =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .timeouts(Timeouts.defaults().withHalfClose(Duration.ofMillis(50)))
                .handler(operator)
                .start();
        ScriptedPeer peer = ScriptedPeer.connect(hasty.address())) {
      peer.endOutput();
      Notice.Left left = screen.awaitNotice(Notice.Left.class, _ -> true);
      assertEquals(CloseReason.HALF_CLOSE_TIMEOUT, left.reason());
      assertEquals(REFUSED, operator.command("too late"));
    }
  }

  @Test
  void aPeerThatTakesNothingIsNotClosedByTheNextLine() throws Exception {
    try (Server narrow =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .sockets(dev.parley.session.SocketOptions.defaults().withSendBuffer(4096))
                .limits(Limits.defaults().withMaxOutboxBytes(1 << 16))
                .handler(operator)
                .start();
        ScriptedPeer peer = ScriptedPeer.connectNarrow(narrow.address())) {
      screen.awaitNotice(Notice.Arrived.class, _ -> true);
      String line = "x".repeat(1 << 14);
      int sent = 0;
      while (operator.command(line) == DONE) {
        sent++;
      }
      assertTrue(
          screen.lastNotice().endsWith("takes nothing at the moment, too much waits for it"),
          screen.lastNotice());
      for (int i = 0; i < sent; i++) {
        assertEquals(line + "\n", peer.readText(line.length() + 1));
      }
    }
  }

  @Test
  void resetPeersLeaveAndNobodyElseNotices() throws Exception {
    try (ScriptedPeer one = arrive(1);
        ScriptedPeer two = arrive(2)) {
      one.reset();
      Notice.Left left = screen.awaitNotice(Notice.Left.class, _ -> true);
      assertEquals(CloseReason.PEER_RESET, left.reason());
      operator.command("hi");
      hears(two, "hi");
    }
  }

  @Test
  void shutdownTellsEverybodyGoodbye() throws Exception {
    try (ScriptedPeer peer = arrive(1)) {
      operator.command("bye");
      assertTrue(server.shutdown(Wait.TIME));
      assertEquals("bye", peer.readAllText());
    }
    awaitLeft(1);
  }

  @Test
  void manyPeersAndSeveralTypistsLoseNothing() throws Exception {
    int peers = 8;
    int lines = 200;
    List<Callable<Void>> work = new ArrayList<>();
    List<ScriptedPeer> all = new ArrayList<>();
    for (int number = 1; number <= peers; number++) {
      ScriptedPeer peer = arrive(number);
      all.add(peer);
      int to = number;
      work.add(() -> typeTo(to, lines));
      work.add(() -> talk(peer, to, lines));
    }
    try (var threads = Executors.newFixedThreadPool(work.size())) {
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    for (int number = 1; number <= peers; number++) {
      screen.awaitCharacters(number, lines * "hello!".length());
      assertEquals("hello!".repeat(lines), screen.said(number));
      assertEquals(DONE, operator.command("@" + number + " q"));
      assertEquals("q", all.get(number - 1).readAllText());
      all.get(number - 1).close();
      awaitLeft(number);
    }
    assertEquals("nobody is here", textOfWho());
  }

  private Void typeTo(int number, int lines) {
    for (int i = 0; i < lines; i++) {
      assertEquals(DONE, operator.command("@" + number + " line " + number + ";"));
      if (i % 16 == 0) {
        operator.command("/who");
      }
    }
    return null;
  }

  private static Void talk(ScriptedPeer peer, int number, int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      peer.send("hello!");
    }
    String expected = ("line " + number + ";").repeat(lines);
    assertEquals(expected, peer.readText(expected.length()));
    return null;
  }

  @Test
  void aPersonIsNotAutomatic() {
    assertFalse(new Operator(screen, List.of(), Clock.system()).isAutomatic());
  }
}
