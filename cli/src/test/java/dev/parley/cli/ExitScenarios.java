package dev.parley.cli;

import dev.parley.cli.RawServer.Peer;
import dev.parley.testing.ClosedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reproduces each cause of `docs/EXIT-CODES.md`.
final class ExitScenarios {
  private static final String GOES_ON = "goes on";
  private static final String TCP = "tcp://127.0.0.1:0";

  /// Reproduces a cause.
  private interface Scenario {
    /// Returns the result in the table's form: an exit code, or `goes on`.
    String end() throws Exception;
  }

  private final Path directory;
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();

  ExitScenarios(Path directory) {
    this.directory = directory;
    connect(
        "the input has ended, all of it was sent, and the server closes",
        client -> {
          client.typeAll("hello\n");
        },
        ExitScenarios::hearAndClose);
    connect(
        "the server says something and closes, while there is nothing to send",
        _ -> {},
        peer -> peer.send("hello\n").hangUp());
    connect(
        "the server closes before our side has ended, and has said nothing", _ -> {}, Peer::hangUp);
    connect(
        "the server talks TLS, HTTP or SSH, and messages were to be had",
        _ -> {},
        peer -> peer.send("SSH-2.0-x\r\n"));
    put(
        "connect",
        "the server does not talk TLS, and `tls://` was to be called",
        () -> {
          try (RawServer server = RawServer.open();
              Program client =
                  Program.start("connect", server.address().replaceFirst("tcp", "tls"));
              Peer peer = server.accept()) {
            peer.send("hello\n");
            return code(client);
          }
        });
    connect(
        "the server asks for a key, a user or a secret, and none was given",
        _ -> {},
        peer -> peer.send("Parley scram 1 SCRAM-SHA-256-PLUS\n"));
    connect(
        "the input has ended and nothing came for `--wait`",
        Program::endInput,
        _ -> {},
        "--wait",
        "100ms");
    connect(
        "a quit word was sent and the server closes",
        client -> client.type("q\nnever sent\n"),
        ExitScenarios::hearAndClose,
        "--quit-word",
        "q");
    connect(
        "a leave word was read",
        client -> client.type("q\nnever sent\n"),
        _ -> {},
        "--leave-word",
        "q");
    connect(
        "a quit word came from the other side",
        _ -> {},
        peer -> peer.send("q\n"),
        "--quit-word",
        "q");
    connect(
        "the server closes before all of the input was sent",
        client -> client.typeAll("one\ntwo\nthree\n"),
        peer -> {
          peer.receive(3);
          peer.hangUp();
        },
        "--framing",
        "raw",
        "--wait",
        "10s");
    connect("the connection is reset", _ -> {}, Peer::reset);
    connect("nothing came for `--timeout`", Program::endInput, _ -> {}, "--timeout", "100ms");
    connect(
        "a line of the input is not what `--hex` takes",
        client -> client.typeAll("xy\n"),
        ExitScenarios::hearAndClose,
        "--hex");
    connect(
        "the server refuses the secret",
        _ -> {},
        peer -> {
          peer.send(new byte[32]).receive(16);
          peer.hangUp();
        },
        "--auth",
        "hmac-md5",
        "--key-file",
        "KEY");
    connect(
        "the server resets right after an HMAC login, which it does not confirm",
        _ -> {},
        peer -> {
          peer.send(new byte[32]).receive(16);
          peer.reset();
        },
        "--auth",
        "hmac-md5",
        "--key-file",
        "KEY");
    connect(
        "the server resets during a login, as one that is stopped does",
        _ -> {},
        Peer::reset,
        "--auth",
        "hmac-md5",
        "--key-file",
        "KEY");
    connect(
        "the server closes within a message",
        _ -> {},
        peer -> {
          peer.send(new byte[] {0, 0, 0, 5, 'h'}).hangUp();
        },
        "--framing",
        "length:4be");
    connect(
        "the server's message is larger than `--max-message`",
        _ -> {},
        peer -> peer.send(new byte[] {0, 1, 0, 0}),
        "--framing",
        "length:4be",
        "--max-message",
        "4k");
    connect("SIGINT", client -> client.signal("INT"), _ -> {});
    connect("SIGTERM", client -> client.signal("TERM"), _ -> {});
    connect("SIGHUP, without files to read again", client -> client.signal("HUP"), _ -> {});
    put(
        "connect",
        "nobody listens at the address",
        () -> {
          try (ClosedPort closed = ClosedPort.tcp()) {
            return endOf("connect", closed.address());
          }
        });
    put(
        "connect",
        "the name of the host is unknown",
        () -> endOf("connect", "tcp://no-such-host.invalid:9"));
    put(
        "connect",
        "nobody listens at a UDP port, and nothing came to the end",
        () -> {
          try (ClosedPort closed = ClosedPort.udp();
              Program client = Program.start("connect", closed.address(), "--wait", "500ms")) {
            client.typeAll("hello\n");
            return code(client);
          }
        });
    put(
        "connect",
        "stdout is full (`ENOSPC`)",
        () -> {
          try (RawServer server = RawServer.open();
              Program client = shell("exec \"$@\" > /dev/full", "connect", server.address());
              Peer peer = server.accept()) {
            peer.send("hello\n");
            peer.endOutput();
            client.endInput();
            return code(client);
          }
        });
    put(
        "connect",
        "the reader of stdout has left (`EPIPE`)",
        () -> {
          try (RawServer server = RawServer.open();
              Program client = Program.start("connect", server.address());
              Peer peer = server.accept()) {
            client.stdout().close();
            peer.send("hello\n");
            return code(client);
          }
        });
    put(
        "connect",
        "the memory is full and stays so",
        () -> {
          try (RawServer listener = RawServer.open();
              FullMemoryRun client = FullMemoryRun.start("connect", listener.address());
              Peer _ = listener.accept()) {
            client.order(FullMemoryProgram.FILL);
            return code(client.program());
          }
        });
    put("connect", "an option is unknown", () -> endOf("connect", "--no-such-option"));
    put(
        "connect",
        "options contradict each other",
        () -> endOf("connect", "-4", "-6", "127.0.0.1", "1"));
    put(
        "connect",
        "a file that an option names cannot be read",
        () -> endOf("connect", "127.0.0.1", "1", "--key-file", "/no/such/file"));
    put(
        "connect",
        "Ctrl-C at the prompt, with an empty line",
        () -> {
          try (RawServer server = RawServer.open();
              AtTerminal client = AtTerminal.start(directory, "connect", server.address());
              Peer _ = server.accept()) {
            client.await("> ");
            client.press(AtTerminal.CTRL_C);
            return "" + client.exitCode();
          }
        });

    put(
        "serve",
        "the last of `--sessions` has ended",
        () -> {
          try (Program server = Program.start("serve", "echo", "--sessions", "1", "-l", TCP)) {
            RawPeer.tcp(server.port("tcp")).close();
            return code(server);
          }
        });
    serve("the person ends it with `/quit`", server -> server.type("/quit\n"));
    serve(
        "a peer is reset, breaks the protocol or fails its login",
        server -> {
          try (Program vanishing =
              Program.python(
                  "vanish.py", "client", "reset", "127.0.0.1", server.port("tcp"), "6869")) {
            vanishing.endInput();
            vanishing.rest();
          }
          try (RawPeer peer = RawPeer.tcp(server.port("tcp"))) {
            peer.send("hello\n");
            server.awaitStdout("hello");
          }
        });
    put(
        "serve",
        "the name of the host is unknown",
        () -> endOf("serve", "echo", "-l", "tcp://no-such-host.invalid:9", "--allow-plain"));
    put(
        "serve",
        "the address is taken by another program",
        () -> {
          try (RawServer other = RawServer.open()) {
            return endOf("serve", "echo", "-l", other.address());
          }
        });
    put(
        "serve",
        "stdout is full (`ENOSPC`)",
        () -> {
          try (Program server =
                  shell("exec \"$@\" > /dev/full", "serve", "print", "--sessions", "1", "-l", TCP);
              RawPeer peer = RawPeer.tcp(server.port("tcp"))) {
            peer.send("hello\n").endOutput();
            server.await(line -> line.contains("cannot write to stdout"));
            return code(server);
          }
        });
    put(
        "serve",
        "the reader of stdout has left (`EPIPE`)",
        () -> {
          try (Program server = Program.start("serve", "print", "-l", TCP);
              RawPeer peer = RawPeer.tcp(server.port("tcp"))) {
            server.stdout().close();
            peer.send("hello\n");
            return code(server);
          }
        });
    put(
        "serve",
        "the memory is full and stays so",
        () -> {
          try (FullMemoryRun server = FullMemoryRun.start("serve", "operator", "-l", TCP)) {
            try (RawPeer _ = RawPeer.tcp(server.program().port("tcp"))) {
              server.order(FullMemoryProgram.FILL);
              return code(server.program());
            }
          }
        });
    put("serve", "an option is unknown", () -> endOf("serve", "--no-such-option"));
    put("serve", "options contradict each other", () -> endOf("serve", "echo", "--ascii"));
    put(
        "serve",
        "a file that an option names cannot be read",
        () -> endOf("serve", "echo", "--keys", "/no/such/folder"));
    serve("SIGINT", server -> server.signal("INT"));
    put(
        "serve",
        "SIGTERM, and all sessions finish",
        () -> {
          try (Program server = Program.start("serve", "upper", "-l", TCP);
              RawPeer peer = RawPeer.tcp(server.port("tcp"))) {
            peer.send("a\n").receive("A\n");
            server.signal("TERM");
            peer.rest();
            return code(server);
          }
        });
    put(
        "serve",
        "SIGTERM, and a session has not taken all that was said to it after 10 s",
        () -> {
          String text = "x".repeat(60_000);
          try (Program server =
                  Program.start(
                      "serve", "reply", "--text", text, "-l", TCP, "--send-buffer", "4k");
              RawPeer peer = RawPeer.tcp(server.port("tcp"))) {
            peer.send("a\n".repeat(1000)).receive("x"); // and reads no more
            server.signal("TERM");
            return code(server);
          }
        });
    serve("SIGHUP, without files to read again", server -> server.signal("HUP"));
    put(
        "serve",
        "Ctrl-C at the prompt, with an empty line",
        () -> {
          try (AtTerminal server = AtTerminal.start(directory, "serve", "operator", "-l", TCP)) {
            server.await("> ");
            server.press(AtTerminal.CTRL_C);
            return "" + server.exitCode();
          }
        });
  }

  /// Returns the causes that can be reproduced, each after its command.
  Set<String> names() {
    return scenarios.keySet();
  }

  /// Returns how a command ends for this cause.
  String end(String name) throws Exception {
    return scenarios.get(name).end();
  }

  private static void hearAndClose(Peer peer) throws IOException {
    peer.rest();
    peer.hangUp();
  }

  /// The actions of one side of a scenario.
  private interface Act<T> {
    void by(T one) throws Exception;
  }

  private void put(String command, String cause, Scenario scenario) {
    scenarios.put(command + ": " + cause, scenario);
  }

  /// Adds a scenario of `connect` with a server that has accepted it.
  private void connect(String cause, Act<Program> client, Act<Peer> server, String... options) {
    put(
        "connect",
        cause,
        () -> {
          Path key = Files.writeString(directory.resolve("key.txt"), "secret\n");
          try (RawServer listener = RawServer.open();
              Program program =
                  Program.start(
                      Stream.concat(
                              Stream.of("connect", listener.address(), "-v"),
                              Stream.of(options)
                                  .map(word -> word.equals("KEY") ? key.toString() : word))
                          .toArray(String[]::new));
              Peer peer = listener.accept()) {
            if (!List.of(options).contains("--auth")) {
              program.await(line -> line.startsWith("parley: connected"));
            }
            client.by(program);
            server.by(peer);
            return code(program);
          }
        });
  }

  /// Adds a scenario of a listening `serve operator`.
  private void serve(String cause, Act<Program> act) {
    put(
        "serve",
        cause,
        () -> {
          try (Program program = Program.start("serve", "operator", "-l", TCP)) {
            program.port("tcp");
            act.by(program);
            return cause.startsWith("a peer") ? GOES_ON : code(program);
          }
        });
  }

  private static String code(Program program) throws InterruptedException {
    return Integer.toString(program.exitCode());
  }

  private static String endOf(String... words) throws Exception {
    try (Program program = Program.start(words)) {
      return code(program);
    }
  }

  private static Program shell(String script, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(Program.command(words));
    return Program.start(Map.of(), command);
  }
}
