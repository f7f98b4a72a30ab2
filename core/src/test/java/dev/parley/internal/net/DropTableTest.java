package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Tests lines as Linux prints them on a little-endian machine.
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "x86_64", "aarch64"})
class DropTableTest {
  private static final String REST =
      " 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3143 2 0 ";

  private static long drops(String host, String line) {
    return DropTable.of(new InetSocketAddress(host, 9000)).drops(line);
  }

  @Test
  void theLastColumnOfItsLineIsTheNumber() {
    assertEquals(117, drops("127.0.0.1", "   75: 0100007F:2328" + REST + "117"));
    assertEquals(
        5, drops("::1", "   75: 00000000000000000000000001000000:2328" + REST + "5           "));
    String ipv4 = "    1: 00000000:2328" + REST + "6";
    String ipv6 = "    1: 00000000000000000000000000000000:2328" + REST + "7";
    assertEquals(6, drops("0.0.0.0", ipv4));
    assertEquals(7, drops("::", ipv6));
    assertEquals(0, drops("0.0.0.0", ipv6));
    assertEquals(0, drops("::", ipv4));
  }

  @Test
  void otherLinesDoNotCount() {
    assertEquals(0, drops("127.0.0.1", "   75: 0100007F:2329" + REST + "117"));
    assertEquals(0, drops("127.0.0.1", "   75: 0200007F:2328" + REST + "117"));
    assertEquals(0, drops("127.0.0.1", "   sl  local_address rem_address   st drops"));
    assertEquals(0, drops("127.0.0.1", ""));
    assertEquals(0, drops("127.0.0.1", "   75: 0100007F:2328 0 07 many"));
  }
}
