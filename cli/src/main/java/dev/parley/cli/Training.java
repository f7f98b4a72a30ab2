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
import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The workload that the JVM observes while `./parley` builds its start-up caches: everything that
/// a user's first seconds need.
///
/// Runs in a process of the build, once for each cache, with nothing on stdin and its output in the
/// build's log. Every class that is used here gets into the cache, and each start loads all of
/// them. So a server, whose start others wait for, has a cache of its own, without what JSON needs,
/// and a server of rooms another one, with what these need. Add new commands only as far as a first
/// second needs them, and make sure that they end by themselves.
public final class Training {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private Training() {}

  /// Runs the commands one after the other. Ends with 0 whatever they return, because training is
  /// not a test.
  ///
  /// @param args the cache: `serve` for what servers need, `chat` for what servers of rooms need,
  ///   `start` for what the other commands need
  static void main(String[] args) {
    FullMemory.ofThisProcess().install();
    Locale.setDefault(Locale.ROOT); // as the command does
    Problem _ = NativeText.refusal(args);
    Signals.take(_ -> {}).ending();
    if (List.of(args).contains("chat")) {
      int _ = Main.run("serve", "no-such-service");
      serveRooms();
      return;
    }
    if (List.of(args).contains("serve")) {
      int _ = Main.run("serve", "no-such-service"); // the way of each start, up to the service
      serve(Training::talk, "echo");
      serve(Training::talk, "operator", "-v");
      return;
    }
    int _ = Main.run("--version");
    int _ = Main.run("--help");
    int _ = Main.run("serve", "--help");
    int _ = Main.run("connect", "--help");
    int _ = Main.run("bench", "--help");
    int _ = Main.run("keygen", "--help");
    serve(Training::call, "echo");
    serve(Training::call, "upper", "--json");
  }

  /// Serves on ports that the system chooses, has `peer` exchange some messages with each, and
  /// ends.
  private static void serve(Consumer<Address> peer, String service, String... options) {
    ServeCommand[] command = new ServeCommand[1];
    command[0] =
        new ServeCommand(server -> {
          try {
            server.addresses().forEach(peer);
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

  /// Serves rooms on a folder that is gone afterwards.
  private static void serveRooms() {
    try {
      Path folder = Files.createTempDirectory("parley-training");
      try {
        serve(Training::chat, "chat", "--data", folder.resolve("data").toString());
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      // No folder for temporary files: training is not a test.
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /// A program and a person enter, and say something.
  private static void chat(Address address) {
    talk(
        address,
        "{\"kind\":\"hello\",\"version\":1,\"name\":\"ada\",\"rooms\":[{\"room\":\"#lobby\"}]}",
        "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\""
            + address.port()
            + "\",\"text\":\"hello\"}");
    talk(address, "hello", "/who");
  }

  private static void talk(Address address, String... lines) {
    try (Client client = Client.connect(address.toString(), ClientOptions.defaults())) {
      for (String line : lines) {
        client.send(line);
      }
      Message answer = client.receive(PATIENCE);
      while (answer != null) {
        answer = client.receive(PATIENCE);
      }
    } catch (IOException e) {
      // Training is not a test.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void call(Address address) {
    connect(address.toString());
    bench(address.toString());
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

  private static void talk(Address address) {
    try (Client client = Client.connect(address.toString(), ClientOptions.defaults())) {
      client.send("hello");
      client.receive(PATIENCE);
    } catch (IOException e) {
      // The operator service does not reply: training is not a test.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
