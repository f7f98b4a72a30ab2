package dev.parley.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Echo, discard, daytime, and the time format.
class SmallServicesTest {
  private static final Daytime DAYTIME = new Daytime(FixedClock.TEN, ZoneOffset.UTC);
  private static final String TIME = "Saturday, November 21, 2026 10:00:00-Z";

  @Test
  void echoAnswersLinesWithThemselvesEmptyOnesToo() throws Exception {
    try (Server server = Serving.tcp(new Echo(), Framing.line());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("hello\r\n\n你好\n").endOutput();
      assertEquals("hello\n\n你好\n", peer.readAllText());
    }
  }

  @Test
  void echoReturnsAnyBytesOfAStream() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    try (Server server = Serving.tcp(new Echo(), Framing.stream());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      Thread sender = Thread.ofVirtual().start(() -> sendAndEnd(peer, bytes));
      assertArrayEquals(bytes, peer.readAll());
      sender.join();
    }
  }

  private static void sendAndEnd(ScriptedPeer peer, byte[] bytes) {
    try {
      peer.send(bytes).endOutput();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void echoServesUnixPeersAndDatagramsWithTheSameHandler(@TempDir Path dir) throws Exception {
    try (Server server =
        Server.builder()
            .listen("unix:" + dir.resolve("p.sock"))
            .listen("udp://127.0.0.1:0")
            .handler(new Echo())
            .start()) {
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send("hello\n").endOutput();
        assertEquals("hello\n", peer.readAllText());
      }
      try (DatagramPeer peer = new DatagramPeer(server.addresses().get(1))) {
        assertEquals("no\nframing\n", peer.send("no\nframing\n").receiveText());
      }
    }
  }

  @Test
  void echoAnswersAnEmptyDatagramWithAnEmptyDatagram() throws Exception {
    try (Server server = Serving.udp(new Echo());
        DatagramPeer peer = new DatagramPeer(server.address())) {
      assertArrayEquals(new byte[0], peer.send("").receive());
    }
  }

  @Test
  void anEmptyFramedMessageWithUnframedRepliesIsAnsweredByNoBytes() throws Exception {
    for (var service : new dev.parley.session.Handler[] {new Echo(), new Upper()}) {
      try (Server server = Serving.tcp(service, Framing.parse("length:4le"), Framing.raw());
          ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.sendHex("00000000 02000000 4142").endOutput();
        assertEquals("AB", peer.readAllText());
      }
    }
  }

  @Test
  void discardTakesAllAndAnswersNothing() throws Exception {
    EventRecorder events = new EventRecorder();
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler(new Discard())
                .events(events)
                .start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("a\nb\nc\n").endOutput();
      assertEquals("", peer.readAllText());
      assertEquals(3, events.await(Event.SessionClosed.class).traffic().messagesIn());
    }
  }

  @Test
  void daytimeOnAStreamTellsTheTimeWithoutBeingAskedAndCloses() throws Exception {
    try (Server server = Serving.tcp(DAYTIME, Framing.line());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      assertEquals(TIME + "\n", peer.readAllText());
    }
  }

  @Test
  void daytimeAnswersAnyDatagramWithOne() throws Exception {
    try (Server server = Serving.udp(DAYTIME);
        DatagramPeer peer = new DatagramPeer(server.address())) {
      assertEquals(TIME, peer.send("").receiveText());
      assertEquals(TIME, peer.send("what time is it?").receiveText());
    }
  }

  @Test
  void daytimeOnAPublicAddressNeverAnswersMoreThanItWasAsked() throws Exception {
    EventRecorder events = new EventRecorder();
    try (Server server =
            Server.builder()
                .listen("udp://0.0.0.0:0")
                .allowPlain(true)
                .handler(DAYTIME)
                .events(events)
                .start();
        DatagramPeer peer = new DatagramPeer(server.address())) {
      peer.send("short");
      events.await(Event.DatagramRefused.class);
      assertEquals(TIME, peer.send("x".repeat(TIME.length())).receiveText());
    }
  }

  @Test
  void daytimeIsThatOfTheZone() throws Exception {
    Daytime berlin = new Daytime(FixedClock.TEN, ZoneId.of("Europe/Berlin"));
    try (Server server = Serving.tcp(berlin, Framing.length());
        Client client =
            Client.connect(
                server.address(), ClientOptions.defaults().withFraming(Framing.length()))) {
      assertEquals(
          Message.of("Saturday, November 21, 2026 11:00:00-CET"), client.receive(Wait.TIME));
    }
  }

  @Test
  void ctimePadsTheDayWithABlank() {
    Instant moment = Instant.parse("2026-03-01T04:05:06Z");
    assertEquals("Sun Mar  1 04:05:06 2026", Ctime.of(moment, ZoneOffset.UTC));
    assertEquals(24, Ctime.of(moment, ZoneOffset.UTC).getBytes(UTF_8).length);
  }
}
