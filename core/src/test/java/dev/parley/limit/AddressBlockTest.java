package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0",
    "192.0.2.7, 192.0.2.7, 192.0.2.7, 192.0.2.6, 192.0.2.8",
    "0.0.0.0/0, 0.0.0.0, 255.255.255.255, ::1, 2001:db8::",
    "2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db7:ffff::, 2001:db9::",
    "2001:db8::/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff, 2001:db8::8000:0:0:0, 2001:db9::",
    "::1/128, ::1, ::1, ::, ::2",
    "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 0.0.0.0, 255.255.255.255",
    "::/0, ::fffe:ffff:ffff, ::1:0:0:0, ::ffff:0.0.0.0, ::ffff:255.255.255.255",
    "::/80, ::, ::fffe:ffff:ffff, 0.0.0.0, 255.255.255.255",
    "::ffff:0.0.0.0/96, 0.0.0.0, 255.255.255.255, ::fffe:ffff:ffff, ::1:0:0:0",
    "::ffff:10.0.0.0/104, 10.0.0.0, 10.9.9.9, 9.255.255.255, 11.0.0.0",
  })
  void hasAllAddressesFromItsFirstToItsLastAndNoOther(
      String text, String first, String last, String before, String after) {
    AddressBlock block = AddressBlock.parse(text);
    assertTrue(block.contains(InetAddress.ofLiteral(first)));
    assertTrue(block.contains(InetAddress.ofLiteral(last)));
    assertFalse(block.contains(InetAddress.ofLiteral(before)));
    assertFalse(block.contains(InetAddress.ofLiteral(after)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0/8",
        "010.0.0.0/8",
        "10.0.0.256",
        "0x0a.0.0.0",
        "167772160",
        "::/129",
        "::g",
        "localhost",
        "localhost/8",
        "10.0.0.0 /8",
        "fe80::1%lo",
        "[::1]",
        "::ffff:10.0.0.0/129",
        "*"
      })
  void whatIsNoBlockIsRefused(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> AddressBlock.parse(text));
    assertTrue(e.getMessage().startsWith("\"" + text + "\""), e.getMessage());
  }

  @Test
  void bitsBehindThePrefixAreRefusedWithTheBlockThatWasPerhapsMeant() {
    var e = assertThrows(IllegalArgumentException.class, () -> AddressBlock.parse("10.0.0.5/8"));
    assertEquals(
        "\"10.0.0.5/8\" has bits behind its first 8; the block is 10.0.0.0/8", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "192.0.2.7", "0.0.0.0/0", "2001:db8::/32"})
  void isWrittenAsItIsRead(String text) {
    assertEquals(text, AddressBlock.parse(text).toString());
    assertEquals(AddressBlock.parse(text), AddressBlock.parse(AddressBlock.parse(text).toString()));
  }

  @Test
  void oneOfManyIsEnough() {
    List<AddressBlock> blocks =
        List.of(AddressBlock.parse("10.0.0.0/8"), AddressBlock.parse("::1"));
    assertTrue(AddressBlock.anyContains(blocks, InetAddress.ofLiteral("::1")));
    assertTrue(AddressBlock.anyContains(blocks, InetAddress.ofLiteral("10.1.2.3")));
    assertFalse(AddressBlock.anyContains(blocks, InetAddress.ofLiteral("127.0.0.1")));
    assertFalse(AddressBlock.anyContains(List.of(), InetAddress.ofLiteral("127.0.0.1")));
  }
}
