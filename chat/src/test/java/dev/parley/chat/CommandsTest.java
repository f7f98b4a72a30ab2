package dev.parley.chat;

import static dev.parley.chat.SimulatedChat.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.simulation.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What commands do, typed by members of all kinds.
class CommandsTest {
  private static Request command(String line) {
    return new Request.Command("r", "#lobby", line);
  }

  private static List<String> result(RawMember member) {
    return member.last(Notice.Result.class).lines();
  }

  private static ChatError refused(RawMember member) {
    Notice.Refused refused = member.last(Notice.Refused.class);
    assertEquals("r", refused.ref());
    return refused.code();
  }

  @Test
  void aGuestTakesAnotherNameAndThoseWhoSeeItAreTold() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby", "#ops");
      RawMember bob = chat.member().hello("bob", "#lobby", "#ops");
      RawMember eve = chat.member().hello("eve", "#other");
      chat.pass();
      ada.send(command("/name 艾达"));
      chat.pass();
      assertEquals(List.of(new Notice.Renamed("ada", "艾达")), bob.all(Notice.Renamed.class));
      assertEquals(List.of(new Notice.Renamed("ada", "艾达")), ada.all(Notice.Renamed.class));
      assertEquals(List.of(), eve.all(Notice.Renamed.class));
      ada.send(command("/name BOB"));
      chat.pass();
      assertEquals(ChatError.NAME_TAKEN, refused(ada));
    });
  }

  @Test
  void aTalkOfTwoHasTheNewNameOfTheOther() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada");
      RawMember bob = chat.member().hello("bob");
      chat.pass();
      ada.send(command("/msg bob psst"));
      chat.pass();
      assertEquals(List.of("1 ada: psst"), bob.heard("@ada"));
      ada.send(command("/name eve"));
      chat.pass();
      assertEquals(List.of(new Notice.Renamed("ada", "eve")), bob.all(Notice.Renamed.class));
      bob.say("@eve", "b1", "yes?");
      chat.pass();
      assertEquals("2 bob: yes?", ada.heard("@bob").getLast());
    });
  }

  @Test
  void whatACommandSaysItsSenderIsShownTooSinceItsClientHasNoIdOfIt() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawPeer plain = chat.plain().send("/me 挥手\n/topic 午饭\n");
      chat.pass();
      assertTrue(plain.receivedText().endsWith("guest1 set the topic: 午饭\n"), plain.receivedText());
      assertFalse(plain.receivedText().contains("挥手"), plain.receivedText());
      ada.send(command("/me waves")).send(command("/topic"));
      chat.pass();
      assertEquals(Kind.ACTION, ada.last(Notice.Message.class).entry().kind());
      assertEquals(List.of("#lobby topic: 午饭"), result(ada));
      ada.send(command("/topic 晚饭"));
      chat.pass();
      assertEquals(Kind.TOPIC, ada.last(Notice.Message.class).entry().kind());
      assertEquals(List.of(), ada.all(Notice.Ack.class));
    });
  }

  @Test
  void onesLastMessageIsEditedAndDeletedWithoutItsNumber() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawPeer plain = chat.plain().send("teh\n/edit the\n");
      chat.pass();
      assertEquals(List.of("1 guest1: teh", "2 guest1: the"), ada.heard("#lobby"));
      plain.send("/delete\n/history\n");
      chat.pass();
      assertTrue(plain.receivedText().contains("guest1 (deleted)"), plain.receivedText());
      ada.send(command("/delete"));
      chat.pass();
      assertEquals(ChatError.NOT_FOUND, refused(ada));
    });
  }

  @Test
  void whoIsIgnoredIsNotHeardAndThePlaceStays() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawMember eve = chat.member().hello("eve", "#lobby");
      chat.pass();
      ada.send(command("/ignore eve"));
      chat.pass();
      eve.say("#lobby", "e1", "spam");
      chat.pass();
      assertEquals(List.of("1 eve: "), ada.heard("#lobby"));
      ada.send(new Request.History("h", "#lobby", 0, 0, null, 0));
      chat.pass();
      assertEquals("", ada.last(Notice.Page.class).entries().getFirst().text());
      ada.send(command("/ignore"));
      chat.pass();
      assertEquals(List.of("you ignore eve"), result(ada));
      ada.send(command("/ignore eve off"));
      chat.pass();
      eve.say("#lobby", "e2", "sorry");
      chat.pass();
      assertEquals("2 eve: sorry", ada.heard("#lobby").getLast());
    });
  }

  @Test
  void onlyOperatorsMayDoWhatOperatorsMay() {
    run(chat -> {
      RawMember eve = chat.member().hello("eve", "#lobby");
      for (String line :
          List.of("/mute ada", "/kick ada", "/ban ada", "/unban ada", "/slow 5", "/op eve")) {
        eve.send(command(line));
        chat.pass();
        assertEquals(ChatError.NOT_ALLOWED, refused(eve), line);
      }
    });
  }

  @Test
  void thePersonAtTheServerMutesKicksAndBans() {
    run(chat -> {
      List<String> told = new ArrayList<>();
      try (Console console = chat.chat.console("operator", told::add)) {
        RawMember eve = chat.member().hello("eve", "#lobby");
        chat.pass();
        console.line("/mute eve 5");
        chat.pass();
        eve.say("#lobby", "e1", "hi");
        chat.pass();
        assertEquals(ChatError.MUTED, eve.last(Notice.Refused.class).code());
        chat.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 24; i++) {
          chat.pass(Duration.ofSeconds(10));
          eve.send(new Request.Pong());
        }
        eve.say("#lobby", "e2", "again");
        chat.pass();
        assertTrue(told.getLast().endsWith("#lobby eve: again"), told.toString());
        console.line("/kick eve enough");
        chat.pass();
        assertEquals(new Notice.Left("#lobby", "operator", "enough"), eve.last(Notice.Left.class));
        console.line("/ban eve 再见");
        chat.pass();
        assertEquals(ClosingCode.BANNED, eve.last(Notice.Closing.class).code());
        RawMember back = chat.member().hello("EVE", "#lobby");
        chat.pass();
        assertEquals("you are banned: 再见", back.last(Notice.Closing.class).text());
        console.line("/unban eve");
        RawMember again = chat.member().hello("eve", "#lobby");
        chat.pass();
        assertEquals("eve", again.last(Notice.Welcome.class).name());
      }
    });
  }

  @Test
  void whomAnOperatorMutesOrMakesSlowIsTold() {
    run(chat -> {
      try (Console console = chat.chat.console("operator", _ -> {})) {
        RawMember eve = chat.member().hello("eve", "#lobby");
        RawMember bob = chat.member().hello("小明", "#lobby");
        RawPeer plain = chat.plain().send("/name nc\n");
        chat.pass();
        console.line("/mute eve 1");
        console.line("/mute nc");
        console.line("/mute nc off");
        chat.pass();
        assertEquals(
            told("you may not speak in #lobby for 1 minute"), eve.last(Notice.Result.class));
        assertTrue(
            plain
                .receivedText()
                .endsWith("-- you may not speak in #lobby\n-- you may speak in #lobby again\n"),
            plain.receivedText());
        assertEquals(List.of(), bob.all(Notice.Result.class));
        console.line("/slow 10");
        console.line("/slow 0");
        chat.pass();
        assertEquals(
            List.of(
                told("#lobby: each member may speak once in 10 s"),
                told("#lobby is not slow any more")),
            bob.all(Notice.Result.class));
      }
    });
  }

  private static Notice.Result told(String sentence) {
    return new Notice.Result(null, List.of(sentence));
  }

  @Test
  void inASlowRoomEachMemberSpeaksOnceInItsTime() {
    run(chat -> {
      try (Console console = chat.chat.console("operator", _ -> {})) {
        RawMember eve = chat.member().hello("eve", "#lobby");
        console.line("/slow 10");
        chat.pass();
        eve.say("#lobby", "e1", "one").say("#lobby", "e2", "two");
        chat.pass();
        Notice.Refused refused = eve.last(Notice.Refused.class);
        assertEquals(ChatError.TOO_FAST, refused.code());
        chat.pass(Duration.ofMillis(refused.retryAfterMillis()));
        eve.say("#lobby", "e2", "two");
        chat.pass();
        assertEquals("e2", eve.last(Notice.Ack.class).id());
      }
    });
  }

  @Test
  void aConsoleSpeaksInAServerWhereNobodyIsYet() {
    run(chat -> {
      List<String> told = new ArrayList<>();
      try (Console console = chat.chat.console("operator", told::add)) {
        console.line("first");
        console.line("/rooms");
        assertEquals("-- #lobby: 1 here", told.getLast());
        RawMember ada = chat.member().hello("ada", "#lobby");
        chat.pass();
        assertEquals(List.of("1 operator: first"), ada.heard("#lobby"));
        assertEquals(ChatError.NAME_TAKEN, refusedAs(chat, "Operator"));
      }
    });
  }

  private static ChatError refusedAs(SimulatedChat chat, String name) throws Exception {
    RawMember member = chat.member().hello(name, "#lobby");
    chat.pass();
    return member.last(Notice.Refused.class).code();
  }

  @Test
  void membersAndRoomsAreListed() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby", "#ops");
      RawMember bob = chat.member().hello("bob", "#lobby");
      chat.pass();
      bob.send(command("/who")).send(command("/who #ops"));
      chat.pass();
      assertEquals(
          List.of("#lobby: ada, bob; 2 here"), bob.all(Notice.Result.class).getFirst().lines());
      assertEquals(List.of("#ops: ada; 1 here"), result(bob));
      ada.send(new Request.Join("#empty", null, 0)).send(command("/leave #empty"));
      ada.say("#ops", "a1", "good night").send(command("/leave #ops")).send(command("/rooms"));
      chat.pass();
      assertEquals(List.of("#lobby: 2 here", "nobody in #ops"), result(ada));
    });
  }

  @Test
  void whatIsNoCommandIsRefusedAndTwoSlashesAreSaid() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawPeer plain = chat.plain().send("/nonsense\n//usr\n");
      chat.pass();
      assertTrue(plain.receivedText().contains("nonsense"), plain.receivedText());
      assertEquals(List.of("1 guest1: /usr"), ada.heard("#lobby"));
      plain.send("/quit\n");
      chat.pass(Duration.ofSeconds(2));
      assertTrue(plain.hasEnded());
    });
  }
}
