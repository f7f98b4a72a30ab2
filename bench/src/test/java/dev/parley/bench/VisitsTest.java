package dev.parley.bench;

import static dev.parley.bench.CarelessServer.bytes;
import static dev.parley.bench.CarelessServer.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class VisitsTest {
  private static final int SIZE = 5;

  @Test
  void wholeWaveIsCounted() throws Exception {
    try (CarelessServer server =
        new CarelessServer((peer, message, _) -> {
          assertEquals("aaaaa", new String(message, StandardCharsets.US_ASCII));
          send(peer, bytes("AAAAA"));
        })) {
      assertEquals(Wave.SIZE, new Visits(server.port(), SIZE).turn(Duration.ZERO).messages());
    }
  }

  @Test
  void wrongAnswerHasNoFigure() throws Exception {
    assertEquals("a wrong answer", why((peer, _, _) -> send(peer, bytes("AAAAa"))));
  }

  @Test
  void closeWithoutAnAnswerHasNoFigure() throws Exception {
    assertEquals("closed instead of answered", why((peer, _, _) -> peer.shutdownOutput()));
  }

  private static String why(CarelessServer.Talk talk) throws Exception {
    try (CarelessServer server = new CarelessServer(talk)) {
      Visits visits = new Visits(server.port(), SIZE);
      return assertThrows(Unavailable.class, () -> visits.turn(Duration.ZERO)).why();
    }
  }
}
