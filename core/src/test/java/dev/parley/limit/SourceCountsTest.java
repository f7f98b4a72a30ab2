package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceCountsTest {
  private final SourceCounts counts = new SourceCounts(2);
  private final List<List<Source>> open = new ArrayList<>();

  private String enter(String address) {
    List<Source> levels = SourceLevelsTest.levels(address);
    Source full = counts.full(levels);
    if (full != null) {
      return full.toString();
    }
    counts.acquire(levels);
    open.add(levels);
    return "in";
  }

  @Test
  void aSourceHasItsMostAndNotOneMore() {
    assertEquals("in", enter("192.0.2.7"));
    assertEquals("in", enter("192.0.2.7"));
    assertEquals("192.0.2.7", enter("192.0.2.7"));
    assertEquals("in", enter("192.0.2.8"));
    counts.release(SourceLevelsTest.levels("192.0.2.7"));
    assertEquals("in", enter("192.0.2.7"));
    assertEquals("192.0.2.7", enter("192.0.2.7"));
  }

  @Test
  void aSiteOfManyNetworksHasASitesMost() {
    for (int network = 0; network < 4; network++) {
      assertEquals("in", enter("2001:db8:0:%x::1".formatted(network)));
      assertEquals("in", enter("2001:db8:0:%x::2".formatted(network)));
    }
    assertEquals("2001:db8::/56", enter("2001:db8:0:4::1"));
    assertEquals("2001:db8::/64", enter("2001:db8:0:0::3"));
    for (int network = 0x100; network < 0x400; network += 0x40) {
      String in = enter("2001:db8:0:%x::1".formatted(network));
      String second = enter("2001:db8:0:%x::2".formatted(network));
      assertEquals("in in", in + " " + second);
    }
    assertEquals(8 + 24, open.size());
    assertEquals("2001:db8::/48", enter("2001:db8:0:ff00::1"));
    assertEquals("in", enter("2001:db8:1::1"));
  }

  @Test
  void nothingIsLeft() {
    enter("192.0.2.7");
    enter("2001:db8::1");
    enter("2001:db8::2");
    open.forEach(counts::release);
    assertEquals(0, counts.sources());
    assertThrows(IllegalStateException.class, () -> counts.release(open.getFirst()));
    assertThrows(IllegalArgumentException.class, () -> new SourceCounts(0));
    assertNull(new SourceCounts(1).full(open.getFirst()));
    SourceCounts one = new SourceCounts(1);
    one.acquire(open.getFirst());
    assertNotNull(one.full(open.getFirst()));
  }
}
