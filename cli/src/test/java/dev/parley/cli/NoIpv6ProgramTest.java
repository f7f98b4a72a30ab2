package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The command in a network namespace without IPv6.
final class NoIpv6ProgramTest {
  private static Program start(String... arguments) throws Exception {
    Installed.need("unshare");
    String network =
        "ip link set lo up && sysctl -qw net.ipv6.conf.all.disable_ipv6=1 && exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("unshare", "-rn", "sh", "-c", network, "sh"));
    command.addAll(Program.command(arguments));
    return Program.start(Map.of(), command);
  }

  private static void abortWithoutNetwork(List<String> errors) {
    if (errors.stream().anyMatch(line -> line.contains("unshare") || line.contains("sysctl"))) {
      abort("this user may make no network of its own (unshare -rn)");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "serve echo -l tcp://[::]:0, cannot listen on tcp://[::]:0",
    "serve echo -l udp://[::1]:0, cannot listen on udp://[::1]:0",
    "serve echo -6 -u -p 0, cannot listen on udp://[::1]:0",
    "connect tcp://[::1]:9, cannot connect to tcp://[::1]:9",
    "connect udp://[::1]:9, cannot connect to udp://[::1]:9",
    "bench -6 127.0.0.1:9 --duration 1s, the host 127.0.0.1 has no IPv6 address",
    "bench tcp://[::1]:9 --duration 1s, cannot connect to tcp://[::1]:9"
  })
  void addressesOfIpv6AreOneSentence(String arguments, String sentence) throws Exception {
    try (Program parley = start(arguments.split(" ", -1))) {
      List<String> errors = parley.errors();
      abortWithoutNetwork(errors);
      boolean isWhole = sentence.startsWith("the host");
      assertEquals(
          List.of("parley: " + sentence + (isWhole ? "" : ": this machine has no IPv6")), errors);
      assertEquals(1, parley.exitCode());
    }
  }

  @Test
  void everyAddressIsThatOfIpv4() throws Exception {
    try (Program parley =
        start("serve", "echo", "--allow-plain", "-l", "tcp://*:0", "-l", "udp://*:0")) {
      for (String transport : List.of("tcp", "udp")) {
        String line =
            parley.await(text ->
                text.startsWith("unshare")
                    || text.startsWith("sysctl")
                    || text.startsWith("parley: listening on " + transport));
        abortWithoutNetwork(List.of(line));
        assertEquals("parley: listening on " + transport + "://*", line.replaceAll(":\\d+$", ""));
      }
    }
  }
}
