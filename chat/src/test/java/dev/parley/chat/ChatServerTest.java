package dev.parley.chat;

import static dev.parley.chat.SimulatedChat.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Framing;
import dev.parley.simulation.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What members see of a chat server, each scenario in a simulation.
class ChatServerTest {
  @Test
  void whatOneSaysTheOthersGetAndTheSenderIsTold() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawMember bob = chat.member().hello("鲍勃", "#Lobby");
      chat.pass();
      ada.say("#lobby", "a1", "你好");
      chat.pass();
      assertEquals(List.of("1 ada: 你好"), bob.heard("#lobby"));
      assertEquals(1, ada.last(Notice.Ack.class).seq());
      assertEquals(List.of(), ada.heard("#lobby"));
      assertEquals(List.of("ada", "鲍勃"), bob.last(Notice.Room.class).members());
    });
  }

  @Test
  void theSameIdIsAcknowledgedAgainAndNotSaidTwice() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby").say("#lobby", "a1", "once");
      RawMember bob = chat.member().hello("bob", "#lobby");
      chat.pass();
      ada.say("#lobby", "a1", "once").say("#lobby", "a1", "other");
      chat.pass();
      assertEquals(
          List.of(1L, 1L), ada.all(Notice.Ack.class).stream().map(Notice.Ack::seq).toList());
      assertEquals(ChatError.ID_REUSED, ada.last(Notice.Refused.class).code());
      assertEquals(List.of("1 ada: once"), bob.heard("#lobby"));
    });
  }

  @Test
  void aMemberWhoIsBackGetsWhatWasMissedAndItsName() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawMember bob = chat.member().hello("bob", "#lobby");
      chat.pass();
      String token = String.valueOf(bob.last(Notice.Welcome.class).token());
      String epoch = bob.last(Notice.Room.class).epoch();
      ada.say("#lobby", "a1", "one");
      chat.pass();
      bob.peer.reset();
      ada.say("#lobby", "a2", "two").say("#lobby", "a3", "three");
      chat.pass();
      RawMember back =
          chat.member().hello("bob", token, List.of(new Request.Position("#lobby", epoch, 1)));
      chat.pass();
      assertEquals("bob", back.last(Notice.Welcome.class).name());
      assertTrue(back.last(Notice.Room.class).isRecovered());
      assertEquals(List.of("2 ada: two", "3 ada: three"), back.heard("#lobby"));
    });
  }

  @Test
  void aNameThatIsTakenIsRefusedAndAnotherMayBeTried() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawMember other = chat.member().hello("ＡＤＡ", "#lobby");
      chat.pass();
      assertEquals(ChatError.NAME_TAKEN, other.last(Notice.Refused.class).code());
      other.hello("bob", "#lobby");
      chat.pass();
      assertEquals("bob", other.last(Notice.Welcome.class).name());
      assertEquals("ada", ada.last(Notice.Welcome.class).name());
    });
  }

  @Test
  void aPeerThatSpeaksPlainTextIsInTheLobby() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawPeer plain = chat.plain().send("你好\r\n\n");
      chat.pass();
      assertEquals(List.of("1 guest1: 你好"), ada.heard("#lobby"));
      ada.say("#lobby", "a1", "hello");
      chat.pass();
      assertTrue(plain.receivedText().contains("#lobby ada: hello\n"), plain.receivedText());
    });
  }

  @Test
  void aSilentPeerHearsNothingForASecondAndIsGreetedThen() {
    run(chat -> {
      RawPeer silent = chat.plain();
      chat.pass(Duration.ofMillis(990));
      assertEquals("", silent.receivedText());
      chat.pass(Duration.ofMillis(20));
      assertTrue(silent.receivedText().contains("guest1"), silent.receivedText());
    });
  }

  @Test
  void emptyLinesSayNothingUntilThePeerIsGreeted() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawPeer gone = chat.plain().send("\n").endOutput();
      RawPeer plain = chat.plain().send("\n\r\n");
      chat.pass(Duration.ofMillis(990));
      assertEquals("", plain.receivedText());
      assertEquals("", gone.receivedText());
      chat.pass(Duration.ofMillis(20));
      assertTrue(plain.receivedText().contains("guest1"), plain.receivedText());
      plain.send("\n你好\n");
      chat.pass();
      assertEquals(List.of("1 guest1: 你好"), ada.heard("#lobby"));
    });
  }

  @Test
  void aPlainPeerWithoutLineEndsIsServedWhereTheFramingHasNone() {
    run(
        ChatSettings.defaults(),
        Framing.raw(),
        chat -> {
          RawPeer one = chat.plain().send("你好");
          chat.pass();
          RawPeer other = chat.plain().send("hi");
          chat.pass();
          assertTrue(other.receivedText().contains("guest1: 你好\n"), other.receivedText());
          assertTrue(one.receivedText().endsWith("guest2: hi\n"), one.receivedText());
        });
  }

  @Test
  void aBrokenFirstObjectIsAnsweredToItsSenderAndShownToNobody() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      chat.pass();
      String hello = "{\"kind\":\"hello\",\"version\":1,\"token\":\"secret\"}\n";
      List<byte[]> broken =
          List.of(
              "{\"kind\":\"hello\",\"token\":\"secret\n".getBytes(StandardCharsets.UTF_8),
              ("\ufeff" + hello).getBytes(StandardCharsets.UTF_8),
              "\ufeff {\"secret\n".getBytes(StandardCharsets.UTF_8),
              "{\"a\":\"secret \u00ff\"}\n".getBytes(StandardCharsets.ISO_8859_1),
              "  {secret 你好\n".getBytes(StandardCharsets.UTF_8));
      for (byte[] first : broken) {
        RawPeer peer = chat.plain().send(first);
        chat.pass();
        assertEquals(List.of(), ada.heard("#lobby"));
        String answer = peer.receivedText();
        assertTrue(answer.matches("(-- |\\{\"kind\":\"error\").*\n"), answer);
        peer.close();
      }
      RawPeer person = chat.plain().send("{hello\n").send("hi\n").send("{hello\n");
      RawMember program = new RawMember(chat.plain().send("{\"kind\n")).hello("bob", "#lobby");
      chat.pass();
      assertTrue(person.receivedText().contains("welcome"), person.receivedText());
      List<String> heard = ada.heard("#lobby");
      assertEquals(2, heard.size(), heard.toString());
      assertTrue(heard.getLast().endsWith(": {hello"), heard.toString());
      assertEquals("bob", program.last(Notice.Welcome.class).name());
    });
  }

  @Test
  void aPeerThatWasGreetedBeforeItsFramingWasKnownGetsWholeLinesAfterwards() {
    run(
        ChatSettings.defaults(),
        Framing.auto(),
        chat -> {
          RawPeer raw = chat.plain();
          chat.pass(Duration.ofSeconds(2));
          raw.send("你好");
          chat.pass(Duration.ofSeconds(2));
          RawMember ada = chat.member().hello("ada", "#lobby");
          ada.say("#lobby", "a1", "one").say("#lobby", "a2", "two");
          chat.pass();
          assertEquals(List.of("1 guest1: 你好"), ada.heard("#lobby"));
          String heard = raw.receivedText();
          assertTrue(heard.contains("ada: one\n") && heard.endsWith("ada: two\n"), heard);
          raw.send("/leave");
          chat.pass();
          ada.say("#lobby", "a3", "three");
          chat.pass();
          assertFalse(raw.receivedText().contains("three"), raw.receivedText());
        });
  }

  @Test
  void whoQuitsLeavesItsNameAndWhoIsLostKeepsItForAWhile() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawMember bob = chat.member().hello("bob", "#lobby");
      chat.pass();
      ada.send(new Request.Quit());
      bob.peer.reset();
      chat.pass(Duration.ofSeconds(2));
      assertEquals(ClosingCode.QUIT, ada.last(Notice.Closing.class).code());
      RawMember other = chat.member().hello("ada", "#lobby").hello("bob", "#lobby");
      RawMember third = chat.member().hello("bob", "#lobby");
      chat.pass();
      assertEquals("ada", other.last(Notice.Welcome.class).name());
      Notice.Refused kept = third.last(Notice.Refused.class);
      assertEquals(ChatError.NAME_TAKEN, kept.code());
      assertTrue(kept.text().contains("75 s"), kept.text());
      assertTrue(
          kept.retryAfterMillis() > 72_000 && kept.retryAfterMillis() <= 75_001, kept.toString());
      chat.pass(Duration.ofSeconds(72));
      third.hello("bob", "#lobby");
      chat.pass();
      assertEquals(List.of(), third.all(Notice.Welcome.class));
      chat.pass(Duration.ofMillis(third.last(Notice.Refused.class).retryAfterMillis()));
      RawMember fourth = chat.member().hello("bob", "#lobby");
      chat.pass();
      assertEquals("bob", fourth.last(Notice.Welcome.class).name());
      RawMember fifth = chat.member().hello("bob", "#lobby");
      chat.pass();
      assertEquals(0, fifth.last(Notice.Refused.class).retryAfterMillis());
    });
  }

  @Test
  void aPeerThatHasEndedItsOutputGetsWhatIsUnderWayAndIsClosed() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      chat.pass();
      RawPeer plain = chat.plain().send("hi\n").endOutput();
      chat.pass(Duration.ofSeconds(2));
      assertEquals(List.of("1 guest1: hi"), ada.heard("#lobby"));
      assertTrue(plain.hasEnded());
      plain.close();
      chat.pass(Duration.ofSeconds(2));
      assertEquals(1, chat.server.openSessions());
    });
  }

  @Test
  void aSilentClientIsAskedAndIsGoneAfterSeventyFiveSeconds() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawMember bob = chat.member().hello("bob", "#lobby");
      for (int i = 0; i < 74; i += 2) {
        chat.pass(Duration.ofSeconds(2));
        bob.send(new Request.Pong());
      }
      assertEquals(2, ada.all(Notice.Ping.class).size());
      chat.pass(Duration.ofSeconds(4));
      assertEquals(ClosingCode.SILENT, ada.last(Notice.Closing.class).code());
      assertEquals(List.of("ada"), bob.last(Notice.Presence.class).left());
    });
  }

  @Test
  void membersAreToldOfWhoComesAndGoesWithinASecondAtOnce() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      chat.pass(Duration.ofSeconds(2));
      int before = ada.all(Notice.Presence.class).size();
      RawMember bob = chat.member().hello("bob", "#lobby");
      RawMember eve = chat.member().hello("eve", "#lobby");
      chat.pass();
      eve.peer.reset();
      chat.pass(Duration.ofSeconds(2));
      List<Notice.Presence> all = ada.all(Notice.Presence.class);
      assertEquals(before + 1, all.size());
      assertEquals(new Notice.Presence("#lobby", List.of("bob"), List.of(), 2), all.getLast());
      assertFalse(bob.peer.isReset());
    });
  }

  @Test
  void twoTalkAlone() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby", "@Bob");
      chat.pass();
      assertEquals(ChatError.NOT_FOUND, ada.last(Notice.Refused.class).code());
      RawMember bob = chat.member().hello("Bob", "#lobby");
      RawMember eve = chat.member().hello("eve", "#lobby");
      chat.pass();
      ada.send(new Request.Join("@Bob", null, 0)).say("@bob", "a1", "psst");
      chat.pass();
      assertEquals(List.of("1 ada: psst"), bob.heard("@ada"));
      bob.say("@ada", "b1", "what");
      chat.pass();
      assertEquals(List.of("2 Bob: what"), ada.heard("@bob"));
      assertEquals(List.of(), eve.all(Notice.Message.class));
    });
  }

  @Test
  void anEditAndADeletionAreEntriesAndChangeWhatOthersReadLater() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby").say("#lobby", "a1", "teh");
      RawMember bob = chat.member().hello("bob", "#lobby");
      chat.pass();
      ada.send(new Request.Edit("#lobby", "a2", 1, "the"));
      bob.send(new Request.Edit("#lobby", "b1", 1, "bob's"));
      chat.pass();
      assertEquals(ChatError.NOT_ALLOWED, bob.last(Notice.Refused.class).code());
      assertEquals(List.of("1 ada: teh", "2 ada: the"), bob.heard("#lobby"));
      bob.send(new Request.History("r", "#lobby", 0, 0, null, 0));
      chat.pass();
      assertEquals("the", bob.last(Notice.Page.class).entries().getFirst().text());
      ada.send(new Request.Delete("#lobby", "a3", 1));
      chat.pass();
      RawMember late = chat.member().hello("eve", "#lobby");
      chat.pass();
      assertEquals(List.of("1 ada: ", "2 ada: ", "3 ada: "), late.heard("#lobby"));
    });
  }
}
