package dev.parley.cli.port;

import dev.parley.cli.port.SocketOwners.Owner;
import dev.parley.cli.text.Texts;
import dev.parley.limit.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The result of `parley port`: whether a port is free, or who has it.
///
/// @param holders one for each socket on the port; empty if it is free
public record PortCheck(int port, List<Holder> holders) {
  /// A socket on the port.
  ///
  /// @param address where it listens, `127.0.0.1` or `[::1]`; null if only a failed bind shows it
  /// @param owner the process that has it; null if this user may not see it
  record Holder(PortProtocol protocol, @Nullable String address, @Nullable Owner owner) {}

  /// The tables of each protocol.
  private static final Map<PortProtocol, List<String>> TABLES =
      Map.of(
          PortProtocol.TCP, List.of("net/tcp", "net/tcp6"),
          PortProtocol.UDP, List.of("net/udp", "net/udp6"));

  public PortCheck {
    holders = List.copyOf(holders);
  }

  /// Checks this machine. Binds the port for a moment if the tables show no holder.
  ///
  /// @param port from 1 to 65535
  public static PortCheck of(int port) {
    return of(port, Path.of("/proc"), ByteOrder.nativeOrder(), BindProbe.system());
  }

  /// Reads the tables under `proc`, then probes the protocols that they show to be free: there may
  /// be no tables (no Linux), and a socket that does not listen can have a port, too.
  static PortCheck of(int port, Path proc, ByteOrder order, BindProbe probe) {
    List<ProcNet.Row> rows = new ArrayList<>();
    for (PortProtocol protocol : PortProtocol.values()) {
      for (String table : TABLES.getOrDefault(protocol, List.of())) {
        ProcNet.holders(protocol, content(proc.resolve(table)), order).stream()
            .filter(row -> row.port() == port)
            .forEach(rows::add);
      }
    }
    Set<Long> inodes = rows.stream().map(ProcNet.Row::inode).collect(Collectors.toSet());
    Map<Long, Owner> owners = inodes.isEmpty() ? Map.of() : SocketOwners.find(proc, inodes);
    List<Holder> holders = new ArrayList<>();
    for (ProcNet.Row row : rows) {
      Holder holder = new Holder(row.protocol(), text(row.address()), owners.get(row.inode()));
      if (!holders.contains(holder)) {
        holders.add(holder);
      }
    }
    for (PortProtocol protocol : PortProtocol.values()) {
      boolean listed = holders.stream().anyMatch(holder -> holder.protocol() == protocol);
      if (!listed && probe.isTaken(protocol, port)) {
        holders.add(new Holder(protocol, null, null));
      }
    }
    return new PortCheck(port, holders);
  }

  /// Returns the protocols for which the port is free.
  Set<PortProtocol> free() {
    Set<PortProtocol> free = EnumSet.allOf(PortProtocol.class);
    holders.forEach(holder -> free.remove(holder.protocol()));
    return free;
  }

  /// Returns who has the port for `protocol`, for the middle of a sentence.
  public String holder(PortProtocol protocol) {
    for (Holder holder : holders) {
      Owner owner = holder.owner();
      if (holder.protocol() == protocol && owner != null) {
        return Texts.text("port.program", owner.name(), owner.pid());
      }
    }
    return Texts.text("port.another-program");
  }

  /// Returns 0 if the port is free for both protocols, 1 if not.
  int exitCode() {
    return holders.isEmpty() ? 0 : 1;
  }

  /// Returns the lines for the user: the holders first, then what is free.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Holder holder : holders) {
      lines.add(line(holder));
    }
    if (!free().isEmpty()) {
      lines.add(freeLine());
    }
    return lines;
  }

  private String freeLine() {
    Set<PortProtocol> free = free();
    return free.size() > 1
        ? Texts.text("port.free", port)
        : Texts.text("port.free-for-one-protocol", port, free.iterator().next());
  }

  private String line(Holder holder) {
    Owner owner = holder.owner();
    String who =
        owner == null
            ? Texts.text("port.hidden-process")
            : Texts.text("port.process", owner.name(), owner.pid());
    String address = holder.address();
    return address == null
        ? Texts.text("port.held", holder.protocol(), port, who)
        : Texts.text("port.held-at-address", holder.protocol(), address + ":" + port, who);
  }

  /// Returns the address in the form used before a port.
  private static String text(InetAddress address) {
    String text = AddressText.of(address);
    return text.indexOf(':') < 0 ? text : "[" + text + "]";
  }

  /// Returns a table's text; empty if there is none.
  private static String content(Path table) {
    try {
      return Files.readString(table, StandardCharsets.US_ASCII);
    } catch (IOException _) {
      return "";
    }
  }
}
