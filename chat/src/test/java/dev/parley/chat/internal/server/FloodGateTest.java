package dev.parley.chat.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.protocol.Request;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a request costs is what it asks for.
class FloodGateTest {
  private static Request hello(int rooms) {
    Request.Position position = new Request.Position("#lobby", null, 0);
    return new Request.Hello(1, "小明", null, null, Collections.nCopies(rooms, position));
  }

  @Test
  void aHelloCostsAsMuchAsAJoinOfEachOfItsRooms() {
    int join = FloodGate.cost(new Request.Join("#lobby", null, 0), false);
    assertEquals(join, FloodGate.cost(hello(0), false));
    assertEquals(join, FloodGate.cost(hello(1), false));
    assertEquals(2 * join, FloodGate.cost(hello(2), false));
    assertEquals(100 * join, FloodGate.cost(hello(100), false));
  }

  @Test
  void whatAMemberHasSeenIsFreeOnlyWhereTheServerAsksForIt() {
    Request seen = new Request.Seen("#lobby", 1, List.of());
    assertEquals(0, FloodGate.cost(seen, true));
    assertTrue(FloodGate.cost(seen, false) > 0);
  }

  @Test
  void whoNamesAHundredRoomsWaitsBeforeTheNextRequest() {
    FloodGate gate = new FloodGate(ChatLimits.defaults(), 0); // 10 at once, then 5 a second
    assertEquals(0, gate.take(FloodGate.cost(hello(50), false), 0));
    long nanos = gate.take(FloodGate.cost(hello(50), false), 0);
    assertEquals(2_000, Math.round(nanos / 1e6), "milliseconds, but for a rounding");
  }
}
