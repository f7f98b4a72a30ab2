package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceLevelsTest {
  static List<Source> levels(String address) {
    return SourceLevels.of(
        new InetSocketAddress(InetAddress.ofLiteral(address), 4711), Source.IPV6_PREFIX);
  }

  private static List<String> text(List<Source> levels) {
    return levels.stream().map(Source::toString).toList();
  }

  @Test
  void anIpv4AddressIsOneSource() throws Exception {
    assertEquals(List.of("192.0.2.7"), text(levels("192.0.2.7")));
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 7};
    InetSocketAddress peer =
        new InetSocketAddress(Inet6Address.getByAddress(null, mapped, -1), 4711);
    assertEquals(List.of("192.0.2.7"), text(SourceLevels.of(peer, 64)));
  }

  @Test
  void anIpv6AddressIsThreeNarrowestFirst() {
    assertEquals(
        List.of("2001:db8:1:203::/64", "2001:db8:1:200::/56", "2001:db8:1::/48"),
        text(levels("2001:db8:1:203::7")));
  }

  @Test
  void levelsThatAreNoWiderAreLeftOut() {
    InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1:203::7"), 1);
    assertEquals(3, SourceLevels.of(peer, 128).size());
    assertEquals(3, SourceLevels.of(peer, 57).size());
    assertEquals(2, SourceLevels.of(peer, 56).size());
    assertEquals(2, SourceLevels.of(peer, 49).size());
    assertEquals(1, SourceLevels.of(peer, 48).size());
    assertEquals(1, SourceLevels.of(peer, 1).size());
  }

  @Test
  void eachLevelHasFourTimesTheBudget() {
    assertEquals(64, SourceLevels.budget(64, 0));
    assertEquals(256, SourceLevels.budget(64, 1));
    assertEquals(1_024, SourceLevels.budget(64, 2));
    assertEquals(Integer.MAX_VALUE, SourceLevels.budget(Integer.MAX_VALUE, 2));
    assertEquals(Integer.MAX_VALUE, SourceLevels.budget(1 << 29, 2));
  }
}
