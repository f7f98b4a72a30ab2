package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests addresses against the byte layouts of Linux on little-endian machines, `<sys/socket.h>`
/// and `<netinet/in.h>`.
class PeerAddressTest {
  private static final HexFormat HEX = HexFormat.of();

  private static InetAddress host(String literal) throws Exception {
    return InetAddress.getAllByName(literal)[0];
  }

  private static PeerAddress address(String host, int port) throws Exception {
    return PeerAddress.of(new InetSocketAddress(host(host), port));
  }

  private static String written(PeerAddress address, int length, boolean isIpv4Only) {
    byte[] bytes = new byte[40];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(length, address.write(out, 3, isIpv4Only));
    return HEX.formatHex(bytes, 3, 3 + length);
  }

  private static PeerAddress read(String hex) {
    ByteBuffer bytes = ByteBuffer.wrap(HEX.parseHex("ffff" + hex)).order(ByteOrder.LITTLE_ENDIAN);
    PeerAddress address = new PeerAddress();
    address.read(bytes, 2);
    return address;
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 4711,      0a00126700000000 00000000000000000000ffff7f000001 00000000",
    "255.254.253.252, 65535, 0a00ffff00000000 00000000000000000000fffffffefdfc 00000000",
    "::1, 1,               0a00000100000000 00000000000000000000000000000001 00000000",
    "2001:db8::ff01, 53,   0a00003500000000 20010db800000000000000000000ff01 00000000",
  })
  void bothKindsHaveTheirFormOnASocketForBoth(String host, int port, String spaced)
      throws Exception {
    String hex = spaced.replace(" ", "");
    PeerAddress address = address(host, port);
    assertEquals(hex, written(address, 28, false));
    assertEquals(address, read(hex));
    assertEquals(new InetSocketAddress(host(host), port), read(hex).internet());
  }

  @Test
  void ipv4HasAShortFormOnItsOwnSocket() throws Exception {
    String hex = "020012670a00fffe" + "0000000000000000";
    PeerAddress address = address("10.0.255.254", 4711);
    assertEquals(hex, written(address, 16, true));
    assertEquals(address, read(hex));
  }

  @Test
  void ipv4StaysIpv4() throws Exception {
    assertInstanceOf(Inet4Address.class, address("127.0.0.1", 9).keep().internet().getAddress());
    String mapped = "0a00000900000000" + "00000000000000000000ffff7f000001" + "00000000";
    assertInstanceOf(Inet4Address.class, read(mapped).internet().getAddress());
  }

  @Test
  void linkLocalAddressesOfTwoInterfacesAreTwoPeers() throws Exception {
    byte[] host = host("fe80::1").getAddress();
    PeerAddress second =
        PeerAddress.of(new InetSocketAddress(Inet6Address.getByAddress(null, host, 2), 7));
    PeerAddress third =
        PeerAddress.of(new InetSocketAddress(Inet6Address.getByAddress(null, host, 3), 7));
    assertNotEquals(second, third);
    String hex = "0a00000700000000" + "fe800000000000000000000000000001" + "03000000";
    assertEquals(hex, written(third, 28, false));
    InetAddress again = read(hex).internet().getAddress();
    assertEquals(3, assertInstanceOf(Inet6Address.class, again).getScopeId());
  }

  @Test
  void whatIsKeptDoesNotChange() throws Exception {
    PeerAddress address = address("127.0.0.1", 9);
    PeerAddress kept = address.keep();
    address.set(new InetSocketAddress(host("::1"), 10));
    assertEquals(address("127.0.0.1", 9), kept);
    assertEquals(9, kept.internet().getPort());
    assertEquals(10, address.internet().getPort());
    assertNotEquals(kept, address);
  }

  /// These addresses all collide under `low + 31 * high`. The depth of a table's fullest bucket
  /// measures the cost of a lookup; 16 has a probability of 10⁻¹³.
  @Test
  void addressesThatWereMadeToCollideSpread() throws Exception {
    Map<PeerAddress, Integer> table = new HashMap<>();
    byte[] host = new byte[16];
    int[] buckets = new int[1 << 17];
    for (int i = 0; i < 1 << 16; i++) {
      ByteBuffer.wrap(host).putLong((0x2001_0db8L << 32) + i).putLong((1L << 40) - 31L * i);
      PeerAddress address =
          PeerAddress.of(new InetSocketAddress(InetAddress.getByAddress(host), 9));
      table.put(address, i);
      int code = address.hashCode();
      buckets[(code ^ code >>> 16) & (buckets.length - 1)]++;
    }
    int deepest = IntStream.of(buckets).max().orElse(0);
    assertTrue(deepest < 16, "deepest bucket " + deepest);
    for (Map.Entry<PeerAddress, Integer> entry : table.entrySet()) {
      assertEquals(entry.getValue(), table.get(entry.getKey().keep()));
    }
  }

  @Test
  void portsAndScopesTellAddressesApartInTheirHash() throws Exception {
    InetAddress here = host("127.0.0.1");
    int[] codes =
        IntStream.range(0, 1 << 16)
            .map(port -> PeerAddress.of(new InetSocketAddress(here, port)).hashCode())
            .distinct()
            .toArray();
    assertTrue(codes.length > 65_500, codes.length + " codes of 65,536 ports");
  }

  /// A whole IPv4 address, or the first 64 bits of an IPv6 one, whatever the port.
  @Test
  void aSourceIsAnAddressOrANetworkOf64Bits() throws Exception {
    assertEquals(address("10.0.0.1", 1).sourceHash(), address("10.0.0.1", 2).sourceHash());
    assertNotEquals(address("10.0.0.1", 1).sourceHash(), address("10.0.0.2", 1).sourceHash());
    assertEquals(
        address("2001:db8::1", 1).sourceHash(), address("2001:db8::ffff:1", 2).sourceHash());
    assertNotEquals(
        address("2001:db8::1", 1).sourceHash(), address("2001:db8:0:1::1", 1).sourceHash());
  }
}
