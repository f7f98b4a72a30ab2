package dev.parley.cli.port;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.cli.ProcTables;
import dev.parley.cli.port.ProcNet.Row;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcNetTest {
  @Test
  void tcpListenersAreFoundAndConnectionsAreNot() {
    assertEquals(
        List.of(
            row(PortProtocol.TCP, "0.0.0.0", 39002, 38015),
            row(PortProtocol.TCP, "127.0.0.1", 39001, 38014)),
        ProcNet.holders(PortProtocol.TCP, ProcTables.TCP, LITTLE_ENDIAN));
  }

  @Test
  void tcp6ListenersAreFoundAndMappedAddressesAreIpv4() {
    assertEquals(
        List.of(
            row(PortProtocol.TCP, "::1", 39001, 38016),
            row(PortProtocol.TCP, "::", 39003, 38017),
            row(PortProtocol.TCP, "127.0.0.1", 39004, 38021)),
        ProcNet.holders(PortProtocol.TCP, ProcTables.TCP6, LITTLE_ENDIAN));
  }

  @Test
  void theOtherEndOfAConnectionIsFound() {
    InetSocketAddress peer = socket("127.0.0.1", 42666);
    InetSocketAddress ours = socket("127.0.0.1", 39001);
    assertEquals(found(0, 38020), ProcNet.connection(ProcTables.TCP, peer, ours, LITTLE_ENDIAN));
    assertEquals(found(0, 0), ProcNet.connection(ProcTables.TCP, ours, peer, LITTLE_ENDIAN));
    assertEquals(Optional.empty(), ProcNet.connection(ProcTables.TCP6, ours, peer, LITTLE_ENDIAN));
    assertEquals(
        found(0, 37933),
        ProcNet.connection(
            ProcTables.TCP6,
            socket("192.0.2.2", 54062),
            socket("203.0.113.80", 443),
            LITTLE_ENDIAN));
  }

  @Test
  void whatAConnectionHasSentAndTheOtherSideNotAcknowledgedIsFound() {
    InetSocketAddress peer = socket("127.0.0.1", 42666);
    InetSocketAddress ours = socket("127.0.0.1", 39001);
    String table =
        ProcTables.TCP.replace("0100007F:9859 01 00000000:", "0100007F:9859 01 0000001F:");
    assertEquals(found(31, 38020), ProcNet.connection(table, peer, ours, LITTLE_ENDIAN));
  }

  private static Optional<ProcNet.Connection> found(long unacknowledged, long inode) {
    return Optional.of(new ProcNet.Connection(unacknowledged, inode));
  }

  @Test
  void udpSocketsAreFoundInAnyState() {
    assertEquals(
        List.of(
            row(PortProtocol.UDP, "127.0.0.1", 39001, 38018),
            row(PortProtocol.UDP, "192.0.2.2", 40000, 38030)),
        ProcNet.holders(PortProtocol.UDP, ProcTables.UDP, LITTLE_ENDIAN));
    assertEquals(
        List.of(row(PortProtocol.UDP, "::1", 39001, 38019)),
        ProcNet.holders(PortProtocol.UDP, ProcTables.UDP6, LITTLE_ENDIAN));
  }

  @Test
  void bigEndianMachinesPrintTheSameAddressesTheOtherWayRound() {
    assertEquals(
        List.of(row(PortProtocol.TCP, "127.0.0.1", 39001, 7)),
        ProcNet.holders(
            PortProtocol.TCP,
            "   0: 7F000001:9859 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1",
            BIG_ENDIAN));
    assertEquals(
        List.of(row(PortProtocol.TCP, "2001:db8:1:2:3:4:5:6", 80, 8)),
        ProcNet.holders(
            PortProtocol.TCP,
            "   0: 20010DB8000100020003000400050006:0050 00000000000000000000000000000000:0000 0A"
                + " 00000000:00000000 00:00000000 00000000 0 0 8 1",
            BIG_ENDIAN));
    assertEquals(
        List.of(row(PortProtocol.TCP, "2001:db8:1:2:3:4:5:6", 80, 8)),
        ProcNet.holders(
            PortProtocol.TCP,
            "   0: B80D0120020001000400030006000500:0050 00000000000000000000000000000000:0000 0A"
                + " 00000000:00000000 00:00000000 00000000 0 0 8 1",
            LITTLE_ENDIAN));
  }

  @Test
  void linesOfAnotherShapeAreLeftOut() {
    String table =
        """

        nonsense
           0:
           0: 0100007F 00000000:0000 0A 0:0 00:0 0 0 0 1 1
           1: 01000:9859 00000000:0000 0A 0:0 00:0 0 0 0 1 1
           2: 010000:9859 00000000:0000 0A 0:0 00:0 0 0 0 1 1
           3: 0100007F:XY 00000000:0000 0A 0:0 00:0 0 0 0 1 1
           4: 0100007F:9859 00000000:0000 0A 0:0 00:0 0 0 0 many 1
        """;
    assertEquals(List.of(), ProcNet.holders(PortProtocol.TCP, table, LITTLE_ENDIAN));
  }

  private static Row row(PortProtocol protocol, String address, int port, long inode) {
    return new Row(protocol, InetAddress.ofLiteral(address), port, inode);
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
