package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command with a name server that does not answer, in a network namespace and with its own
/// `resolv.conf`.
final class NameLookupProgramTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect -w 300ms tcp://nowhere.test:9",
        "connect -w 300ms udp://nowhere.test:9",
        "bench --timeout 300ms tcp://nowhere.test:9"
      })
  void theTimeToConnectCoversTheNameServer(String arguments, @TempDir Path folder)
      throws Exception {
    Installed.need("unshare");
    // The loopback interface drops packets to other addresses; the resolver waits a minute.
    Path servers =
        Files.writeString(
            folder.resolve("resolv.conf"), "nameserver 192.0.2.1\noptions timeout:30 attempts:2\n");
    String network =
        "mount --bind "
            + servers
            + " /etc/resolv.conf && ip link set lo up && ip route add default dev lo"
            + " && exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("unshare", "-rnm", "sh", "-c", network, "sh"));
    command.addAll(Program.command(arguments.split(" ", -1)));
    try (Program parley = Program.start(Map.of(), command)) {
      List<String> errors = parley.errors();
      if (errors.stream().anyMatch(line -> line.matches("(unshare|mount|RTNETLINK).*"))) {
        abort("this user may make no network of its own (unshare -rnm)");
      }
      assertEquals(List.of("parley: the address of nowhere.test was not found in time"), errors);
      assertEquals(1, parley.exitCode());
    }
  }
}
