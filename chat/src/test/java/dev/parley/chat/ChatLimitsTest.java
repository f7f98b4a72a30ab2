package dev.parley.chat;

import static dev.parley.chat.SimulatedChat.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Framing;
import dev.parley.simulation.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The limits of a chat server, each exactly reached and exceeded by one.
class ChatLimitsTest {
  private static final ChatLimits NO_RATE = ChatLimits.defaults().withRate(1, 0);

  private static ChatError refused(RawMember member) {
    return member.last(Notice.Refused.class).code();
  }

  @Test
  void aTextHasAtMostItsNumberOfCharacters() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      ada.say("#lobby", "1", "😀".repeat(4_096)).say("#lobby", "2", "x".repeat(4_097));
      chat.pass();
      assertEquals("1", ada.last(Notice.Ack.class).id());
      assertEquals(ChatError.TOO_LARGE, refused(ada));
      ada.say("#lobby", "3", "");
      chat.pass();
      assertEquals(ChatError.MALFORMED, refused(ada));
    });
  }

  @Test
  void aConnectionIsInAtMostItsNumberOfRooms() {
    run(
        ChatLimits.defaults().withRooms(3, 2, 2),
        chat -> {
          RawMember ada = chat.member().hello("ada", "#one", "#two", "#three");
          chat.pass();
          assertEquals(2, ada.all(Notice.Room.class).size());
          assertEquals(ChatError.TOO_MANY, refused(ada));
          RawMember bob = chat.member().hello("bob", "#three", "#one");
          RawMember eve = chat.member().hello("eve", "#one", "#four");
          chat.pass();
          assertEquals(2, bob.all(Notice.Room.class).size());
          List<String> sentences =
              eve.all(Notice.Refused.class).stream().map(Notice.Refused::text).toList();
          assertTrue(sentences.getFirst().contains("maxMembersPerRoom"), sentences.toString());
          assertTrue(sentences.getLast().contains("maxRooms)"), sentences.toString());
        });
  }

  @Test
  void whatIsOverTheRateIsDelayedAndNotLost() {
    run(
        ChatLimits.defaults().withRate(10, 5),
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          chat.pass();
          for (int i = 0; i < 40; i++) {
            ada.say("#lobby", "a" + i, "flood");
          }
          chat.pass();
          int burst = ada.all(Notice.Ack.class).size();
          assertTrue(burst >= 9 && burst <= 11, "at once: " + burst);
          chat.pass(Duration.ofSeconds(2));
          int later = ada.all(Notice.Ack.class).size();
          assertTrue(later >= burst + 9 && later <= burst + 11, "after 2 s more: " + later);
          chat.pass(Duration.ofSeconds(10));
          assertEquals(40, ada.all(Notice.Ack.class).size());
        });
  }

  @Test
  void theLinesOfOneReadCountEachAndWaitInOrder() {
    run(
        ChatSettings.defaults().withLimits(ChatLimits.defaults().withRate(10, 5)),
        Framing.raw(),
        chat -> {
          RawPeer ada = chat.plain().send("/name ada\n");
          RawPeer bob = chat.plain().send("hi\n");
          chat.pass(Duration.ofSeconds(5));
          StringBuilder lines = new StringBuilder();
          for (int i = 0; i < 40; i++) {
            lines.append("第").append(i).append('\n');
          }
          ada.send(lines.toString());
          ada.endOutput();
          chat.pass();
          long burst = said(bob);
          assertTrue(burst >= 9 && burst <= 11, "at once: " + burst);
          chat.pass(Duration.ofSeconds(2));
          long later = said(bob);
          assertTrue(later >= burst + 9 && later <= burst + 11, "after 2 s more: " + later);
          assertFalse(ada.hasEnded());
          chat.pass(Duration.ofSeconds(10));
          List<String> heard =
              bob.receivedText().lines().filter(line -> line.contains("ada: ")).toList();
          assertEquals(40, heard.size());
          for (int i = 0; i < 40; i++) {
            assertTrue(heard.get(i).endsWith("第" + i), heard.get(i));
          }
          assertTrue(ada.hasEnded());
        });
  }

  private static long said(RawPeer listener) {
    return listener.receivedText().lines().filter(line -> line.contains("ada: ")).count();
  }

  @Test
  void aPageIsCutToFitAMessageAndTheRestIsThere() {
    run(
        NO_RATE,
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          for (int i = 1; i <= 20; i++) {
            ada.say("#lobby", "a" + i, "\"".repeat(4_000)); // of two bytes each in JSON
          }
          chat.pass();
          ada.send(new Request.History("r", "#lobby", Request.History.ANYWHERE, 0, null, 0));
          chat.pass();
          Notice.Page page = ada.last(Notice.Page.class);
          assertEquals(20, page.entries().getLast().seq());
          assertTrue(page.hasMore() && page.entries().size() >= 7, page.entries().size() + "");
          assertTrue(ChatJson.encode(page).length() <= ChatJson.MAX_BYTES);
          List<Long> all = new ArrayList<>();
          long after = 0;
          do {
            ada.send(new Request.History("r", "#lobby", after, 0, null, 0));
            chat.pass();
            page = ada.last(Notice.Page.class);
            page.entries().stream().map(Entry::seq).forEach(all::add);
            after = all.getLast();
          } while (page.hasMore());
          assertEquals(20, all.size());
          assertEquals(20, after);
        });
  }

  @Test
  void aMemberWhoReadsTooSlowlyForTooLongIsClosedAndTheOthersAreNot() {
    run(
        NO_RATE.withSoftOutbox(64 << 10, Duration.ofSeconds(30)),
        chat -> {
          RawMember slow = chat.member().hello("slow", "#lobby");
          RawMember ada = chat.member().hello("ada", "#lobby");
          RawMember bob = chat.member().hello("bob", "#lobby");
          chat.pass();
          slow.peer.pauseReading();
          for (int i = 0; i < 120; i++) {
            ada.say("#lobby", "a" + i, "x".repeat(4_000));
          }
          for (int i = 0; i < 14; i++) {
            chat.pass(Duration.ofSeconds(2));
            bob.send(new Request.Pong());
            ada.send(new Request.Pong());
          }
          assertEquals(3, chat.server.openSessions());
          assertEquals(120, bob.heard("#lobby").size());
          chat.pass(Duration.ofSeconds(15));
          slow.peer.resumeReading();
          chat.pass(Duration.ofSeconds(1));
          assertEquals(ClosingCode.TOO_SLOW, slow.last(Notice.Closing.class).code());
          assertFalse(bob.peer.hasEnded());
        });
  }

  @Test
  void aLongAbsenceIsPagedAndTheClientIsToldSo() {
    run(
        NO_RATE.withPages(100, 5),
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          RawMember bob = chat.member().hello("bob", "#lobby");
          chat.pass();
          String token = String.valueOf(bob.last(Notice.Welcome.class).token());
          String epoch = bob.last(Notice.Room.class).epoch();
          bob.peer.reset();
          for (int i = 1; i <= 8; i++) {
            ada.say("#lobby", "a" + i, "text " + i);
          }
          chat.pass();
          RawMember back =
              chat.member().hello("bob", token, List.of(new Request.Position("#lobby", epoch, 0)));
          chat.pass();
          assertTrue(back.last(Notice.Room.class).isRecovered());
          assertEquals(5, back.heard("#lobby").size());
          assertTrue(back.last(Notice.Page.class).hasMore());
          ada.say("#lobby", "a9", "new");
          chat.pass();
          assertEquals("9 ada: new", back.heard("#lobby").getLast());
          RawMember exact =
              chat.member().hello("eve", null, List.of(new Request.Position("#lobby", epoch, 4)));
          chat.pass();
          assertEquals(5, exact.heard("#lobby").size());
          assertEquals(List.of(), exact.all(Notice.Page.class));
        });
  }
}
