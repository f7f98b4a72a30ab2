package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ChildJvm;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server whose memory is full: it goes on, and says so; where it cannot, whoever embeds it is
/// called.
@Timeout(90)
class OutOfMemoryTest {
  private static ChildJvm start(Besieged.Kind kind) throws IOException {
    return ChildJvm.start(Besieged.class, 0, "-Xmx32m", "-Dsiege.kind=" + kind);
  }

  private static Address address(ChildJvm server) throws IOException {
    return Address.parse("tcp://127.0.0.1:" + server.line());
  }

  private static byte[] frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }

  private static void assertServed(ScriptedPeer peer) throws IOException {
    assertEquals(
        "hello", new String(peer.send(frame("hello")).read(9), 4, 5, StandardCharsets.US_ASCII));
  }

  private static Besieged.Standing standing(ChildJvm server) {
    try {
      String line = server.ask("?");
      while (!line.matches("\\d.*")) {
        // A thread that is not ours has died.
        assertFalse(line.contains("parley-"), line);
        System.out.println(line);
        line = server.line();
      }
      return Besieged.Standing.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aHandlerThatFillsTheMemoryEndsItsOwnSession() throws Exception {
    try (ChildJvm server = start(Besieged.Kind.HOG)) {
      Address address = address(server);
      try (ScriptedPeer honest = ScriptedPeer.connect(address);
          ScriptedPeer hog = ScriptedPeer.connect(address)) {
        assertServed(honest);
        for (int i = 0; i < 3; i++) {
          try (ScriptedPeer another = ScriptedPeer.connect(address)) {
            another.send(frame("hog"));
            assertThrows(IOException.class, another::readAll, "a stream with a hole is cut");
          }
          assertServed(honest);
        }
        assertServed(hog);
        assertTrue(OwnProcess.comesTrue(() -> standing(server).exhausted() > 0));
        assertEquals(0, standing(server).defects());
      }
      assertEquals("", server.awaitEnd());
    }
  }

  /// Says something, and waits for what comes of it, but not for long: a connection of which the
  /// system's own part found no memory is nobody's.
  private static boolean call(Address address, String text) {
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), address.port())) {
      peer.setSoTimeout(500);
      peer.getOutputStream().write(frame(text));
      peer.shutdownOutput();
      return peer.getInputStream().readAllBytes().length > 0;
    } catch (IOException e) {
      return false; // there was no memory for it
    }
  }

  @Test
  void aMemoryThatStaysFullIsToldToWhoeverEmbedsTheServer() throws Exception {
    try (ChildJvm server = start(Besieged.Kind.HOG)) {
      Address address = address(server);
      for (int i = 0; i < 40; i++) {
        boolean _ = call(address, "hog for ever");
      }
      AssertionError end = assertThrows(AssertionError.class, server::awaitEndOfItself);
      assertTrue(String.valueOf(end.getMessage()).startsWith("exit 70:"), end.getMessage());
    }
  }
}
