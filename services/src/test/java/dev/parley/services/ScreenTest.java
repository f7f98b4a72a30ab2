package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How peers' bytes are shown to a person by `print`.
class ScreenTest {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

  private Print print() {
    return new Print(Screen.lines(lines::add, notices::add));
  }

  private static String next(BlockingQueue<String> queue) throws InterruptedException {
    return String.valueOf(queue.poll(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aDatagramIsShownWithItsSender() throws Exception {
    try (Server server = Serving.udp(print());
        DatagramPeer peer = new DatagramPeer(server.address())) {
      String name = "127.0.0.1:" + peer.port();
      peer.send("你好 👋");
      assertEquals(name + ": 你好 👋", next(lines));
      peer.send("");
      assertEquals(name + ": ", next(lines));
      assertEquals(name + " is here (udp)", next(notices));
    }
  }

  @Test
  void terminalSequencesAreShownNotObeyed() throws Exception {
    try (Server server = Serving.udp(print());
        DatagramPeer peer = new DatagramPeer(server.address())) {
      peer.send("\u001b[2J\u202eevil\u0007");
      assertEquals("127.0.0.1:" + peer.port() + ": \\x1b[2J\\u{202e}evil\\x07", next(lines));
    }
  }

  @Test
  void noLineOfAMessageCanPassForSomebodyElses() throws Exception {
    try (Server server = Serving.udp(print());
        DatagramPeer peer = new DatagramPeer(server.address())) {
      String name = "127.0.0.1:" + peer.port();
      peer.send("hello\r\n1.2.3.4:5: forged\n\n\n");
      assertEquals(name + ": hello", next(lines));
      assertEquals(name + ": 1.2.3.4:5: forged", next(lines));
      assertEquals(name + ": ", next(lines));
      assertEquals(name + ": ", next(lines));
      peer.send("next");
      assertEquals(name + ": next", next(lines));
    }
  }

  @Test
  void aCharacterCutBetweenTwoReadsIsShownWhole() throws Exception {
    EventRecorder events = new EventRecorder();
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .framing(Framing.raw().withMaxMessage(2)) // fixes where messages are split
                .handler(print())
                .events(events)
                .start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      String name = "127.0.0.1:" + peer.port();
      peer.sendHex("61e6 9c8d 62c3").endOutput();
      assertEquals("", peer.readAllText());
      events.await(Event.SessionClosed.class);
      assertEquals(
          List.of(name + ": a", name + ": 服", name + ": b", name + ": \\xc3"), List.copyOf(lines));
      assertEquals(List.of(name + " is here (tcp)", name + " has left"), List.copyOf(notices));
    }
  }

  @Test
  void aCharacterCutBetweenTwoReadsOfAPeerWithoutLineEndsIsShownWhole() throws Exception {
    try (Server server = Serving.tcp(print(), Framing.auto());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      String name = "127.0.0.1:" + peer.port();
      peer.sendHex("61e6");
      assertEquals(name + ": a", next(lines));
      peer.sendHex("9c8d");
      assertEquals(name + ": 服", next(lines));
    }
  }

  @Test
  void aLineIsShownAtOnceWhateverItEndsWith() throws Exception {
    try (Server server = Serving.tcp(print(), Framing.auto());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      String name = "127.0.0.1:" + peer.port();
      peer.sendHex("61e6 0a");
      assertEquals(name + ": a\\xe6", next(lines));
    }
  }

  @Test
  void printShowsStreamsAndAnswersNothing() throws Exception {
    try (Server server = Serving.tcp(print(), Framing.line());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("one\n\ntwo").endOutput();
      assertEquals("", peer.readAllText());
      String name = "127.0.0.1:" + peer.port();
      assertEquals(name + ": one", next(lines));
      assertEquals(name + ": ", next(lines));
      assertEquals(name + ": two", next(lines));
    }
  }
}
