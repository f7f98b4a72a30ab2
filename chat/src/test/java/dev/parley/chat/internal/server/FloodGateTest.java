package dev.parley.chat.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.protocol.Request;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// What a request costs is what it asks for.
class FloodGateTest {
  private static Request hello(int rooms) {
    Request.Position position = new Request.Position("#lobby", null, 0);
    return new Request.Hello(1, "小明", null, null, Collections.nCopies(rooms, position));
  }

  @Test
  void aHelloCostsAsMuchAsAJoinOfEachOfItsRooms() {
    int join = FloodGate.cost(new Request.Join("#lobby", null, 0));
    assertEquals(join, FloodGate.cost(hello(0)));
    assertEquals(join, FloodGate.cost(hello(1)));
    assertEquals(2 * join, FloodGate.cost(hello(2)));
    assertEquals(100 * join, FloodGate.cost(hello(100)));
  }

  @Test
  void whoNamesAHundredRoomsWaitsBeforeTheNextRequest() {
    FloodGate gate = new FloodGate(ChatLimits.defaults(), 0); // 10 at once, then 5 a second
    assertEquals(0, gate.take(FloodGate.cost(hello(50)), 0));
    long nanos = gate.take(FloodGate.cost(hello(50)), 0);
    assertEquals(2_000, Math.round(nanos / 1e6), "milliseconds, but for a rounding");
  }
}
