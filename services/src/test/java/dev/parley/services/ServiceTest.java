package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceTest {
  private static final Service.Setup SETUP =
      Service.Setup.of(new RecordingScreen(), FixedClock.TEN, () -> ZoneOffset.UTC);

  @Test
  void namesAreThoseOfTheCommandLine() {
    assertEquals(
        List.of("echo", "discard", "daytime", "upper", "reply", "print", "operator"),
        Arrays.stream(Service.values()).map(Service::toString).toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyServiceIsFoundByItsNameAndMade(Service service) {
    assertEquals(service, Service.named(service.toString()));
    assertFalse(service.description().isEmpty());
    var handler = service.handler(SETUP.withTemplate(ReplyTemplate.parse("bye")));
    boolean sendsByItself =
        List.of(Service.ECHO, Service.DAYTIME, Service.UPPER, Service.REPLY).contains(service);
    assertEquals(sendsByItself, handler.isAutomatic());
  }

  @Test
  void anUnknownNameListsTheKnown() {
    var fault = assertThrows(IllegalArgumentException.class, () -> Service.named("Echo\u001b"));
    assertEquals(
        "there is no service of that name; the services are echo discard daytime upper reply print"
            + " operator",
        fault.getMessage());
  }

  @Test
  void whatASetupLacksIsASentence() {
    var reply = assertThrows(IllegalArgumentException.class, () -> Service.REPLY.handler(SETUP));
    assertEquals("reply needs a text to answer with", reply.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> Service.OPERATOR.handler(SETUP.withOnce(true)));
    assertInstanceOf(Operator.class, Service.OPERATOR.handler(SETUP));
  }

  @Test
  void servicesThatTellNoTimeDoNotAskForTheZone() {
    var setup =
        Service.Setup.of(
            new RecordingScreen(),
            FixedClock.TEN,
            () -> {
              throw new AssertionError("nobody tells the time here");
            });
    for (Service service : List.of(Service.ECHO, Service.UPPER, Service.PRINT, Service.OPERATOR)) {
      assertNotNull(service.handler(setup));
    }
    assertThrows(AssertionError.class, () -> Service.DAYTIME.handler(setup));
  }

  @ParameterizedTest
  @EnumSource(names = {"ECHO", "DISCARD", "DAYTIME", "UPPER", "REPLY", "PRINT"})
  void everyServiceShowsEachMessageWhenAskedToAndEndsAtACloseWord(Service service)
      throws Exception {
    RecordingScreen screen = new RecordingScreen();
    var setup =
        Service.Setup.of(screen, FixedClock.TEN, () -> ZoneOffset.UTC)
            .withTemplate(ReplyTemplate.parse("bye"))
            .withCloseWords(List.of("over"))
            .withQuitWords(List.of("q"))
            .withShows(true);
    EventRecorder events = new EventRecorder();
    try (Server server = Serving.udp(service.handler(setup), events);
        DatagramPeer peer = new DatagramPeer(server.address())) {
      peer.send("straße").send("over");
      events.await(Event.SessionClosed.class);
      screen.awaitNotice(Notice.Left.class, _ -> true);
      assertEquals(List.of("0:straße", "0:over"), screen.messages());
    }
  }

  @Test
  void upperFollowsUnicodeOrAscii() throws Exception {
    for (boolean isAscii : List.of(true, false)) {
      try (Server server = Serving.udp(Service.UPPER.handler(SETUP.withAscii(isAscii)));
          DatagramPeer peer = new DatagramPeer(server.address())) {
        assertEquals(isAscii ? "STRAßE" : "STRASSE", peer.send("straße").receiveText());
      }
    }
  }

  @Test
  void quitWordsAndOnceAreAppliedWhenAskedFor() throws Exception {
    var once = Service.REPLY.handler(SETUP.withTemplate(ReplyTemplate.parse("bye")).withOnce(true));
    try (Server server = Serving.tcp(once, Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("hello");
      assertEquals("bye", peer.readAllText());
    }
    var quit = Service.UPPER.handler(SETUP.withQuitWords(List.of("q", "Q")));
    try (Server server = Serving.tcp(quit, Framing.line());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("a\nq\nb\n");
      assertEquals("A\nQ\n", peer.readAllText());
    }
    assertTrue(quit.isAutomatic());
  }
}
