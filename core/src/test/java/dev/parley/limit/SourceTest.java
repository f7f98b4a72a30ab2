package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  private static Source source(String address, int ipv6Prefix) {
    return Source.of(new InetSocketAddress(InetAddress.ofLiteral(address), 7), ipv6Prefix);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, 64",
    "2001:db8::, 2001:db8:0:ff:ffff::, 56",
    "192.0.2.1, ::ffff:192.0.2.1, 64",
    "::1, ::1, 128",
  })
  void addressesOfOnePrefixAreOneSource(String one, String other, int prefix) {
    assertEquals(source(one, prefix), source(other, prefix));
    assertEquals(source(one, prefix).hashCode(), source(other, prefix).hashCode());
    assertEquals(0, source(one, prefix).compareTo(source(other, prefix)));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::, 2001:db8:0:1::, 64",
    "2001:db8::, 2001:db8:0:100::, 56",
    "2001:db8::1, 2001:db8::2, 128",
    "192.0.2.1, 192.0.2.2, 1",
    "::1, 0.0.0.1, 1",
  })
  void allOthersAreTwo(String one, String other, int prefix) {
    assertNotEquals(source(one, prefix), source(other, prefix));
    assertNotEquals(0, source(one, prefix).compareTo(source(other, prefix)));
  }

  @Test
  void theSameBitsWithAnotherLengthAreAnotherSource() {
    assertNotEquals(source("2001:db8::", 48), source("2001:db8::", 64));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 129})
  void aPrefixHasFrom1To128Bits(int prefix) {
    assertThrows(IllegalArgumentException.class, () -> source("::1", prefix));
  }

  @Test
  void unixDomainPeersAreOneSource() {
    assertEquals(
        Source.of(UnixDomainSocketAddress.of("")), Source.of(UnixDomainSocketAddress.of("/x")));
  }

  @Test
  void isShownAsABlock() {
    assertEquals("192.0.2.7", source("::ffff:192.0.2.7", 64).toString());
    assertEquals("2001:db8::/64", source("2001:db8::7", 64).toString());
    assertEquals("2001:db8::7", source("2001:db8::7", 128).toString());
    assertEquals("unix", Source.of(UnixDomainSocketAddress.of("")).toString());
  }
}
