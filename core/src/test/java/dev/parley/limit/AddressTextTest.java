package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5952 §4, and the examples there.
class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:db8::1, 2001:db8::1",
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8::ABCD, 2001:db8::abcd",
    "0:0:1:1:1:1:0:0, ::1:1:1:1:0:0",
    "::ffff:192.0.2.1, 192.0.2.1"
  })
  void anAddressIsAsShortAsItCanBe(String written, String shown) {
    assertEquals(shown, AddressText.of(InetAddress.ofLiteral(written)));
  }

  @Test
  void anInterfaceIsKept() throws UnknownHostException {
    byte[] bytes = InetAddress.ofLiteral("fe80::1").getAddress();
    InetAddress scoped = Inet6Address.getByAddress(null, bytes, 7);
    assertEquals("fe80::1%7", AddressText.of(scoped));
    assertEquals("[fe80::1%7]:9000", AddressText.of(new InetSocketAddress(scoped, 9000)));
  }

  @Test
  void aPortStandsBehindBrackets() {
    assertEquals("[::1]:1", AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 1)));
    assertEquals(
        "127.0.0.1:0",
        AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)));
    assertEquals("a.test:2", AddressText.of(InetSocketAddress.createUnresolved("a.test", 2)));
  }
}
