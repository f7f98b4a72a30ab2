package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.session.Address;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScarceMemory;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server whose memory is full: it continues and reports it; if it cannot continue, the embedding
/// program is called.
@Timeout(300)
class OutOfMemoryTest {
  private static ChildJvm start(Besieged.Kind kind) throws IOException {
    return start(kind, 2);
  }

  private static ChildJvm start(Besieged.Kind kind, int loops) throws IOException {
    return ChildJvm.start(
        Besieged.class, 0, "-Xmx32m", "-Dsiege.kind=" + kind, "-Dsiege.loops=" + loops);
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
        line = server.line(); // something on standard error
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void loopsAndAcceptorsSurviveAMemoryThatIsFullForAWhile(int loops) throws Exception {
    try (ChildJvm server = start(Besieged.Kind.HOG_ASIDE, loops)) {
      Address address = address(server);
      List<ScriptedPeer> peers = new ArrayList<>();
      try {
        assertTrue(call(address, "hello"));
        for (int i = 0; i < 50; i++) {
          ScriptedPeer peer = ScriptedPeer.connect(address);
          peers.add(peer);
          peer.send(ByteBuffer.allocate(60_000).putInt(100_000).array());
        }
        do { // on a busy machine, nothing may have needed memory while there was none
          fillForAWhile(server, address);
        } while (standing(server).exhausted() == 0);
        assertTrue(standing(server).crowdedOut() > 0, standing(server).toString());
        // Reaches all loops, and what accepts.
        for (int i = 0; i < 4; i++) {
          try (ScriptedPeer after = ScriptedPeer.connect(address)) {
            assertServed(after);
          }
        }
      } finally {
        for (ScriptedPeer peer : peers) {
          peer.close();
        }
      }
      // A session closed at that very moment may keep its place, see SECURITY.md.
      assertTrue(OwnProcess.comesTrue(() -> standing(server).open() < 5));
    }
  }

  private static void fillForAWhile(ChildJvm server, Address address) throws Exception {
    try (ScriptedPeer hog = ScriptedPeer.connect(address)) {
      assertEquals(7, hog.send(frame("hog")).read(7).length);
      for (int i = 0; i < 20; i++) {
        boolean _ = call(address, "hello");
      }
    }
    String line = server.line();
    while (!line.equals(Besieged.LET_GO)) {
      line = server.line();
    }
  }

  /// Sends something and waits for the result, but not for long: a connection whose kernel part
  /// found no memory never gets an answer.
  private static boolean call(Address address, String text) {
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), address.port())) {
      peer.setSoTimeout(2_000);
      peer.getOutputStream().write(frame(text));
      peer.shutdownOutput();
      return peer.getInputStream().readAllBytes().length > 0;
    } catch (IOException e) {
      return false; // the server had no memory for it
    }
  }

  @Test
  void aNewcomerForWhichThereIsNoMemoryTakesNoPlaceWithIt() throws Exception {
    try (ChildJvm door = ChildJvm.start(DoorWithoutMemory.class, 0, ScarceMemory.options())) {
      for (DoorWithoutMemory.Kind kind : DoorWithoutMemory.Kind.values()) {
        for (String places : List.of("free", "taken")) {
          String left = door.line();
          assertTrue(
              left.matches("State\\[open=0, logins=0, silent=0, leaving=0] 0 [1-9].*"),
              () -> kind + ", all places " + places + ": " + left);
        }
      }
      assertEquals("", door.awaitEnd());
    }
  }

  /// Each line tells how many elements were lost or miscounted, and for how many there was no
  /// memory.
  @Test
  void aQueueOrTableThatFindsNoMemoryStaysWhole() throws Exception {
    try (ChildJvm queues = ChildJvm.start(QueuesWithoutMemory.class, 0, ScarceMemory.options())) {
      for (QueuesWithoutMemory.Kind kind : QueuesWithoutMemory.Kind.values()) {
        String left = queues.line();
        assertTrue(left.matches("0 wrong, [1-9][0-9]* without memory"), () -> kind + ": " + left);
      }
      assertEquals("", queues.awaitEnd());
    }
  }

  @Test
  void aHeapThatStaysFullIsReportedToTheEmbeddingProgram() throws Exception {
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
