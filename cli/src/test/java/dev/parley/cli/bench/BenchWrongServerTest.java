package dev.parley.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.KindsOfServers;
import dev.parley.cli.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `parley bench` at servers of other kinds: the exit code is that of docs/EXIT-CODES.md, and the
/// sentence names the option that helps.
final class BenchWrongServerTest {
  @TempDir private Path directory;
  private KindsOfServers kinds;

  @BeforeEach
  void makeFiles() throws Exception {
    kinds = new KindsOfServers(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls          | line       | 4 | call it with tls://",
        "tls          | raw        | 4 | call it with tls://",
        "tls          | length:4be | 4 | must be called with tls://",
        "certificates | line       | 4 | call it with tls://",
        "user         | line       | 4 | call it with tls://",
        "sealed       | line       | 3 | --key-file",
        "sealed       | raw        | 3 | --key-file",
        "sealed       | length:4be | 3 | --key-file",
        "hmac         | line       | 3 | --auth hmac-md5 --key-file FILE",
        "hmac         | raw        | 3 | --auth hmac-md5 --key-file FILE",
        "hmac         | length:4be | 3 | --auth hmac-md5 --key-file FILE",
        "http         | line       | 4 | talks HTTP",
        "http         | raw        | 4 | talks HTTP",
        "http         | length:4be | 4 | HTTP response",
        "ssh          | line       | 4 | talks SSH",
        "ssh          | length:4be | 4 | SSH banner",
        "length       | line       | 1 | or has another --framing",
        "silent       | line       | 1 | does --framing fit it?",
        "closing      | line       | 1 | perhaps it talks TLS (tls://)",
        "resetting    | line       | 1 | perhaps it talks TLS (tls://)",
      })
  void theMistakeIsNamed(String server, String framing, int exitCode, String says)
      throws Exception {
    try (KindsOfServers.Running running = kinds.start(server);
        Program bench =
            Program.start(
                "bench",
                "tcp://127.0.0.1:" + running.port(),
                "--framing",
                framing,
                "--timeout",
                server.equals("silent") ? "500ms" : "1m")) {
      assertEquals(exitCode, bench.exitCode(), bench.errors().toString());
      assertEquals(1, bench.errors().size(), bench.errors().toString());
      assertTrue(bench.errors().getLast().contains(says), bench.errors().toString());
    }
  }
}
