package example.checksum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.Server;
import dev.parley.check.EventRecorder;
import dev.parley.check.FramingCheck;
import dev.parley.frame.Framing;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.simulation.RawPeer;
import dev.parley.simulation.Simulation;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class Crc32FramingTest {
  /// The check value that every description of CRC-32 has: `cbf43926` of the digits 1 to 9.
  private static final String DIGITS = "5059" + "000009" + "313233343536373839" + "cbf43926";

  @Test
  void itKeepsTheContractsOfFramings() {
    FramingCheck.of(new Crc32Framing()).run();
    FramingCheck.of(new Crc32Framing(1)).withSeed(7).run();
  }

  @Test
  void itsBytesAreThoseOfTheDrawing() {
    Simulation.seed(
        1,
        simulation -> {
          Server _ = Main.server("memory:digits").start();
          RawPeer peer = simulation.connect("memory:digits").send(bytes(DIGITS));
          simulation.run(Duration.ofSeconds(1));
          String answer = HexFormat.of().formatHex(peer.received());
          String text = HexFormat.of().formatHex("9 bytes, undamaged".getBytes(UTF_8));
          assertEquals("5059" + "000012" + text, answer.substring(0, answer.length() - 8));
        });
  }

  @Test
  void aDamagedFrameEndsItsSessionAndNoOther() {
    Simulation.seed(
        1,
        simulation -> {
          EventRecorder events = new EventRecorder();
          Server server = Main.server("memory:digits").events(events).start();
          RawPeer _ = simulation.connect("memory:digits").send(bytes(DIGITS));
          RawPeer _ =
              simulation.connect("memory:digits").send(bytes(DIGITS.replace("39cb", "38cb")));
          assertEquals(
              CloseReason.FRAME_MALFORMED, events.await(Event.SessionClosed.class).reason());
          simulation.run(Duration.ofSeconds(5));
          assertEquals(1, events.all(Event.SessionClosed.class).size());
          assertEquals(1, server.openSessions());
        });
  }

  @Test
  void itIsKnownByItsName() {
    assertEquals(new Crc32Framing(), Framing.parse("crc32"));
    assertThrows(IllegalArgumentException.class, () -> Framing.parse("crc32:fast"));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
