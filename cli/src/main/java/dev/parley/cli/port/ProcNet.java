package dev.parley.cli.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Parses the kernel's tables of sockets, `/proc/net/tcp`, `tcp6`, `udp` and `udp6` (proc_net(5)),
/// as far as they show who has a port. Pure functions over text.
///
/// ```
///   sl  local_address rem_address   st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …
///    2: 0100007F:9859 00000000:0000 0A 00000000:00000001 00:00000000 00000000   0       0 38014 …
///       │        └ port, hex          └ 0A: listening
///       └ 127.0.0.1: words of 32 bits, printed as numbers in the machine's own byte order
/// ```
public final class ProcNet {
  private static final int LOCAL_FIELD = 1;
  private static final int REMOTE_FIELD = 2;
  private static final int STATE_FIELD = 3;
  private static final int QUEUES_FIELD = 4;
  private static final int INODE_FIELD = 9;

  /// TCP_LISTEN of `include/net/tcp_states.h`.
  private static final String LISTENING = "0A";

  private static final int WORD_LENGTH = 4;

  private ProcNet() {}

  /// A socket that has a port. `/proc/PID/fd` identifies it by its inode; 0 if it has none.
  record Row(PortProtocol protocol, InetAddress address, int port, long inode) {}

  /// Returns the holders in one table: TCP sockets that listen, UDP sockets of any state. Skips
  /// other lines, such as the heading.
  ///
  /// @param order the machine's byte order, [ByteOrder#nativeOrder] outside of tests
  static List<Row> holders(PortProtocol protocol, String table, ByteOrder order) {
    List<Row> rows = new ArrayList<>();
    table.lines().forEach(line -> row(protocol, line, order).ifPresent(rows::add));
    return rows;
  }

  /// A connected TCP socket.
  ///
  /// @param unacknowledged the bytes sent or queued that the other side's kernel has not
  ///   acknowledged
  /// @param inode as in [Row]
  public record Connection(long unacknowledged, long inode) {}

  /// Returns the TCP socket bound to `local` and connected to `remote`; empty if it is not in this
  /// table.
  public static Optional<Connection> connection(
      String table, InetSocketAddress local, InetSocketAddress remote, ByteOrder order) {
    String port = String.format(":%04X", local.getPort());
    return table
        .lines()
        .filter(line -> line.contains(port))
        .map(line -> List.of(line.strip().split("\\s+")))
        .filter(fields -> fields.size() > INODE_FIELD)
        .filter(fields -> isAt(fields.get(LOCAL_FIELD), local, order))
        .filter(fields -> isAt(fields.get(REMOTE_FIELD), remote, order))
        .map(ProcNet::connection)
        .findFirst();
  }

  private static Connection connection(List<String> fields) {
    String queues = fields.get(QUEUES_FIELD);
    return new Connection(
        HexFormat.fromHexDigitsToLong(queues, 0, queues.indexOf(':')),
        Long.parseLong(fields.get(INODE_FIELD)));
  }

  private static boolean isAt(String field, InetSocketAddress socket, ByteOrder order) {
    int colon = field.indexOf(':');
    try {
      return HexFormat.fromHexDigits(field, colon + 1, field.length()) == socket.getPort()
          && address(field.substring(0, colon), order).equals(socket.getAddress());
    } catch (IllegalArgumentException | IndexOutOfBoundsException | UnknownHostException _) {
      return false;
    }
  }

  private static Optional<Row> row(PortProtocol protocol, String line, ByteOrder order) {
    List<String> fields = List.of(line.strip().split("\\s+"));
    if (fields.size() <= INODE_FIELD || !fields.getFirst().endsWith(":")) {
      return Optional.empty();
    }
    if (protocol == PortProtocol.TCP && !fields.get(STATE_FIELD).equals(LISTENING)) {
      return Optional.empty();
    }
    String local = fields.get(LOCAL_FIELD);
    int colon = local.indexOf(':');
    try {
      return Optional.of(
          new Row(
              protocol,
              address(local.substring(0, colon), order),
              HexFormat.fromHexDigits(local, colon + 1, local.length()),
              Long.parseLong(fields.get(INODE_FIELD))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | UnknownHostException _) {
      return Optional.empty();
    }
  }

  /// Parses an address of 8 or 32 hex digits.
  private static InetAddress address(String hex, ByteOrder order) throws UnknownHostException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (order == ByteOrder.LITTLE_ENDIAN) {
      for (int word = 0; word < bytes.length; word += WORD_LENGTH) {
        swap(bytes, word, word + 3);
        swap(bytes, word + 1, word + 2);
      }
    }
    return InetAddress.getByAddress(bytes);
  }

  private static void swap(byte[] bytes, int first, int second) {
    byte kept = bytes[first];
    bytes[first] = bytes[second];
    bytes[second] = kept;
  }
}
