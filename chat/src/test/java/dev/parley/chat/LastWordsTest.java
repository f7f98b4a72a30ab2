package dev.parley.chat;

import static dev.parley.chat.SimulatedChat.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Framing;
import dev.parley.simulation.RawPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Whatever the server ends a connection for, the peer is told before.
class LastWordsTest {
  private static final String LONG = "x".repeat(70_000) + "\n";
  private static final String TOO_LONG = "-- what you have sent is too long for a message: ";

  private static String lastLine(RawPeer peer) {
    return peer.receivedText().lines().toList().getLast();
  }

  @Test
  void aProgramIsToldThatItsMessageIsTooLong() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby").say("#lobby", "a1", "你好");
      chat.pass();
      ada.peer.send("{\"kind\":\"send\",\"text\":\"" + LONG);
      chat.pass();
      assertEquals(1, ada.all(Notice.Ack.class).size());
      Notice.Closing closing = (Notice.Closing) ada.notices().getLast();
      assertEquals(ClosingCode.PROTOCOL, closing.code());
      assertTrue(closing.text().contains("65536 bytes"), closing.text());
    });
  }

  @Test
  void aPersonIsToldThatTheLineIsTooLong() {
    run(chat -> {
      RawPeer plain = chat.plain().send("你好\n" + LONG);
      chat.pass();
      assertTrue(lastLine(plain).startsWith(TOO_LONG), plain.receivedText());
      RawPeer atOnce = chat.plain().send(LONG);
      chat.pass();
      assertTrue(lastLine(atOnce).startsWith(TOO_LONG), atOnce.receivedText());
    });
  }

  @Test
  void aPeerWithoutAFramingIsToldWhatWasRefused() {
    run(
        ChatSettings.defaults(),
        Framing.raw(),
        chat -> {
          RawPeer plain = chat.plain().send("你好\n" + LONG);
          chat.pass(Duration.ofSeconds(5));
          assertTrue(lastLine(plain).contains("(maxText)"), plain.receivedText());
          assertTrue(plain.receivedText().endsWith("\n"));
        });
  }

  @Test
  void aPersonInAutoFramingIsToldThatTheLineIsTooLong() {
    run(
        ChatSettings.defaults(),
        Framing.auto(),
        chat -> {
          RawPeer plain = chat.plain().send("你好\n");
          chat.pass();
          plain.send(LONG);
          chat.pass();
          assertTrue(lastLine(plain).startsWith(TOO_LONG), plain.receivedText());
        });
  }

  @Test
  void aPeerIsToldThatTheRestOfItsMessageDidNotCome() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawPeer plain = chat.plain().send("你好\nhalf a");
      ada.peer.send("{\"kind\":");
      chat.pass(Duration.ofMinutes(2));
      Notice.Closing closing = (Notice.Closing) ada.notices().getLast();
      assertEquals(ClosingCode.SILENT, closing.code());
      assertTrue(lastLine(plain).endsWith("did not come in time"), plain.receivedText());
    });
  }

  @Test
  void aPeerWhoseStreamEndsWithinAMessageIsTold() {
    run(
        ChatSettings.defaults(),
        Framing.parse("length:4be"),
        chat -> {
          RawPeer broken = chat.plain().send(new byte[] {0, 0, 0, 2, 'h', 'i', 0, 0, 0, 9, 'x'});
          chat.pass();
          broken.endOutput();
          chat.pass();
          assertTrue(
              broken.receivedText().contains("is no message in this framing"),
              broken.receivedText());
        });
  }

  @Test
  void aFramingThatCannotCarryANoticeIsNamedBeforeTheEnd() {
    run(
        ChatSettings.defaults(),
        Framing.line().withMaxMessage(400),
        chat -> {
          RawMember bob = chat.member().hello("bob", "#lobby");
          chat.pass();
          chat.plain().send("\u200b".repeat(60) + "\n"); // six characters each in JSON
          chat.pass();
          Notice.Closing closing = (Notice.Closing) bob.notices().getLast();
          assertEquals(ClosingCode.PROTOCOL, closing.code());
          assertTrue(closing.text().contains("cannot carry"), closing.text());
        });
  }

  @Test
  void whoHasQuitFreesItsNameAtOnce() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      RawMember bob = chat.member().hello("bob", "#lobby");
      chat.pass();
      // All in one turn of the server, whose sessions close later.
      ada.send(new Request.Quit());
      RawMember next = chat.member().hello("Ada", "#lobby");
      chat.pass(Duration.ofMillis(5));
      assertEquals(ClosingCode.QUIT, ada.last(Notice.Closing.class).code());
      assertEquals("Ada", next.last(Notice.Welcome.class).name());
      chat.pass(Duration.ofSeconds(2));
      assertTrue(bob.all(Notice.Presence.class).getLast().count() == 2);
    });
  }
}
