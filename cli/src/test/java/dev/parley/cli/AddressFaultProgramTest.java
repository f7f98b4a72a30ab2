package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses and ports that the system refuses: the message names the reason and what to do. Runs
/// in a network namespace, as a user without the right to ports below 1024.
final class AddressFaultProgramTest {
  private static final String PRIVILEGED =
      "port 80 is for privileged programs, as all below 1024 are on most systems; take one from"
          + " 1024 on, or let this user have it (sysctl net.ipv4.ip_unprivileged_port_start=80)";

  private static final String FOREIGN =
      "this machine has no address 192.0.2.7; take one of its own, or * for all of them";

  private static final String BROADCAST =
      "it is a broadcast address; to send to everybody there, allow it (connect --broadcast,"
          + " in Java SocketOptions.withBroadcast)";

  private static Program start(String... arguments) throws Exception {
    Installed.need("unshare");
    Installed.need("setpriv");
    List<String> command = new ArrayList<>(List.of("unshare", "-rn"));
    command.addAll(List.of("setpriv", "--bounding-set", "-net_bind_service"));
    command.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
    command.addAll(Program.command(arguments));
    return Program.start(Map.of(), command);
  }

  private static List<String> errors(Program parley) throws InterruptedException {
    List<String> errors = parley.errors();
    if (errors.stream().anyMatch(line -> line.matches("(unshare|setpriv|RTNETLINK).*"))) {
      abort("this user may make no network of its own (unshare -rn)");
    }
    return errors;
  }

  @ParameterizedTest
  @CsvSource({
    "serve echo -l tcp://127.0.0.1:80, cannot listen on tcp://127.0.0.1:80: , P",
    "serve echo -u -p 80, cannot listen on udp://127.0.0.1:80: , P",
    "serve echo -l tcp://192.0.2.7:9, cannot listen on tcp://192.0.2.7:9: , F",
    "serve echo -l udp://192.0.2.7:9, cannot listen on udp://192.0.2.7:9: , F",
    "connect udp://127.255.255.255:9, cannot connect to udp://127.255.255.255:9: , B",
    "bench udp://127.255.255.255:9, cannot connect to udp://127.255.255.255:9: , B",
    "connect --local-port 80 udp://127.0.0.1:9,"
        + " cannot connect to udp://127.0.0.1:9: the port to call from: , P",
    "connect --local-port 80 tcp://127.0.0.1:9,"
        + " cannot connect to tcp://127.0.0.1:9: the port to call from: , P",
    "connect -p 9, nobody listens at tcp://127.0.0.1:9, N",
    "connect -p 9 127.0.0.2, nobody listens at tcp://127.0.0.2:9, N",
    "connect -p 2009 --local-port 2009 -u 127.0.0.1, nobody listens at udp://127.0.0.1:2009, N",
    "connect --local-port 9000 127.0.0.1 9000, nobody listens at tcp://127.0.0.1:9000, N",
    "bench -p 9 [::1], nobody listens at tcp://[::1]:9, N"
  })
  void theSentenceNamesTheReasonAndTheRemedy(String arguments, String sentence, String reason)
      throws Exception {
    try (Program parley = start(arguments.split(" ", -1))) {
      String why = Map.of("P", PRIVILEGED, "F", FOREIGN, "B", BROADCAST, "N", "").get(reason);
      String between = reason.equals("N") ? "" : sentence.endsWith(":") ? " " : ": ";
      assertEquals(List.of("parley: " + sentence + between + why), errors(parley));
      assertEquals(1, parley.exitCode());
    }
  }

  @Test
  void thePortCommandTellsWhoMayNotServe() throws Exception {
    try (Program parley = start("port", "80")) {
      assertEquals(List.of(), errors(parley));
      List<String> lines = parley.rest().lines().toList();
      assertEquals(
          "port 80 is for privileged programs, so this user cannot serve there; take one from 1024"
              + " on",
          lines.getLast());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void aPortToCallFromThatIsTakenIsNamed(String scheme) throws Exception {
    try (ServerSocket tcp = new ServerSocket(0);
        DatagramSocket udp = new DatagramSocket()) {
      int port = scheme.equals("tcp") ? tcp.getLocalPort() : udp.getLocalPort();
      try (Program parley =
          Program.start("connect", "--local-port", "" + port, scheme + "://127.0.0.1:9")) {
        List<String> errors = parley.errors();
        assertTrue(
            errors
                .getLast()
                .endsWith(
                    "the port to call from, "
                        + port
                        + ", is taken; choose another, or none (--local-port)"),
            errors.toString());
        assertEquals(1, parley.exitCode());
      }
    }
  }
}
