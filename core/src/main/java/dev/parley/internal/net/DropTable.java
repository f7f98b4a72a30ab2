package dev.parley.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads how many datagrams Linux has dropped at one bound socket for lack of room, from its socket
/// tables (`/proc/net/udp` and `udp6`): for sockets that do not report it themselves.
///
/// ```
///   sl   local_address rem_address   st … drops
///   75:  0100007F:2328 00000000:0000 07 …   117
/// ```
///
/// An address is in hex, in words of four bytes in the machine's byte order. A lookup takes time in
/// proportion to the table; the files are in memory.
final class DropTable {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

  private final String name;

  private DropTable(String name) {
    this.name = name;
  }

  /// Returns the table entry of the socket bound to this address; null where there are no such
  /// tables.
  static @Nullable DropTable of(InetSocketAddress local) {
    if (!Files.isReadable(TABLES.getFirst())) {
      return null;
    }
    byte[] bytes = local.getAddress().getAddress();
    return new DropTable(name(bytes, local.getPort()));
  }

  private static String name(byte[] address, int port) {
    StringBuilder name = new StringBuilder();
    ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      name.append(String.format(Locale.ROOT, "%08X", words.getInt()));
    }
    return name.append(String.format(Locale.ROOT, ":%04X", port)).toString();
  }

  /// Returns all drops so far; 0 if the tables do not list the socket.
  long drops() {
    long drops = 0;
    for (Path table : TABLES) {
      try {
        for (String line : Files.readAllLines(table)) {
          drops += drops(line);
        }
      } catch (IOException e) {
        // A machine without IPv6 has no second table.
      }
    }
    return drops;
  }

  /// Returns the drops in a line if it is this socket's, 0 for any other.
  long drops(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length < 4 || !name.equals(words[1])) {
      return 0;
    }
    try {
      return Long.parseLong(words[words.length - 1]);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
