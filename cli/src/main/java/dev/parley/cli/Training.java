package dev.parley.cli;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.cli.bench.BenchCommand;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Signals;
import dev.parley.cli.connect.ConnectCommand;
import dev.parley.cli.io.FullMemory;
import dev.parley.cli.io.NativeText;
import dev.parley.cli.serve.ServeCommand;
import dev.parley.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The workload that the JVM observes while `./parley` builds its start-up cache: everything that a
/// user's first seconds need.
///
/// Runs once, as one process of the build, with nothing on stdin and its output in the build's log.
/// Every class that is used here gets into the cache, and each start loads all of them. Add new
/// commands only as far as a first second needs them, and make sure that they end by themselves.
public final class Training {
  private Training() {}

  /// Runs the commands one after the other. Ends with 0 whatever they return, because training is
  /// not a test.
  static void main(String[] args) {
    FullMemory.ofThisProcess().install();
    Problem _ = NativeText.refusal(args);
    int _ = Main.run("--version");
    int _ = Main.run("--help");
    int _ = Main.run("serve", "--help");
    int _ = Main.run("connect", "--help");
    int _ = Main.run("bench", "--help");
    int _ = Main.run("keygen", "--help");
    Signals.take(_ -> {}).ending();
    serve("echo");
    serve("upper", "--json");
    serve("operator", "-v");
  }

  /// Serves on ports that the system chooses, exchanges some messages, and ends.
  private static void serve(String service, String... options) {
    ServeCommand[] command = new ServeCommand[1];
    command[0] =
        new ServeCommand(server -> {
          try {
            server.addresses().forEach(address -> talk(address.toString()));
            server.addresses().forEach(address -> connect(address.toString()));
            server.addresses().forEach(address -> bench(address.toString()));
          } finally {
            command[0].end(ExitCode.FINE);
          }
        });
    String[] words = new String[options.length + 5];
    words[0] = service;
    words[1] = "-l";
    words[2] = "tcp://127.0.0.1:0";
    words[3] = "-l";
    words[4] = "udp://127.0.0.1:0";
    System.arraycopy(options, 0, words, 5, options.length);
    int _ = Main.run(command[0].spec(), words);
  }

  /// Connects as from a user's pipe. The operator service does not reply, so this gives up early.
  private static void connect(String address) {
    InputStream in = new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8));
    int _ =
        Main.run(
            new ConnectCommand(in).spec(), address, "--wait", "100ms", "--timeout", "100ms", "-v");
  }

  /// Measures for moments. The operator service does not reply, so its run gives up before the
  /// load.
  private static void bench(String address) {
    int _ =
        Main.run(
            new BenchCommand(false).spec(),
            address,
            "--warmup",
            "0",
            "--duration",
            "100ms",
            "--timeout",
            "100ms");
  }

  private static void talk(String address) {
    try (Client client = Client.connect(address, ClientOptions.defaults())) {
      for (int i = 0; i < 3; i++) {
        client.send("hello " + i);
        client.receive(Duration.ofMillis(200));
      }
    } catch (IOException e) {
      // The operator service does not reply: training is not a test.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
