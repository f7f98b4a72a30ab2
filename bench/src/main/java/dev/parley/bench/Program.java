package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The program of a contender, and so how it is started.
sealed interface Program {
  /// The options of every contender that runs on a JVM, Parley like the others. Netty is fastest
  /// with unsafe memory access, and would otherwise do without it on this JDK. Parley's
  /// conversations on event loops need an open `java.lang`.
  List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx512m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  /// What those of this project print.
  Pattern LISTENING = Pattern.compile("listening (\\d+)");

  /// Returns what matches the line of its output that says that it listens, in one group the port.
  default Pattern listening() {
    return LISTENING;
  }

  /// Returns the command line that starts it with `threads` threads for its peers, in an empty
  /// folder of its own. May compile first, which blocks.
  ///
  /// @param options more options of a JVM; others ignore them
  /// @throws Unavailable if this machine lacks what it needs
  List<String> command(Place place, Children children, int threads, List<String> options)
      throws IOException, InterruptedException, Unavailable;

  /// A class of [dev.parley.bench.peer] with these arguments, followed by the number of threads.
  record Jvm(String main, List<String> arguments) implements Program {
    @Override
    public List<String> command(Place place, Children children, int threads, List<String> options) {
      List<String> command = new ArrayList<>();
      command.add(Place.jdk("java"));
      command.addAll(JVM_OPTIONS);
      command.addAll(options);
      // Carrier threads, for contenders that use virtual threads.
      command.add("-Djdk.virtualThreadScheduler.parallelism=" + threads);
      command.addAll(List.of("-cp", place.classPath(), "dev.parley.bench.peer." + main));
      command.addAll(arguments);
      command.add(Integer.toString(threads));
      return command;
    }
  }

  /// A C file of bench/peers, compiled when first needed and after each change.
  record C(String name) implements Program {
    private static final Duration COMPILE = Duration.ofMinutes(1);

    @Override
    public List<String> command(Place place, Children children, int threads, List<String> options)
        throws IOException, InterruptedException, Unavailable {
      Path source = place.peers().resolve(name + ".c");
      Path program = place.programs().resolve(name);
      if (!Files.exists(program)
          || isNewer(source, program)
          || isNewer(place.peers().resolve("upper.h"), program)) {
        if (!Place.has("gcc")) {
          throw new Unavailable("there is no gcc");
        }
        Command.run(
            children,
            place.logs().resolve("gcc-" + name + ".txt"),
            COMPILE,
            List.of("gcc", "-O3", "-pthread", "-o", program.toString(), source.toString()));
      }
      return List.of(program.toString(), Integer.toString(threads));
    }

    private static boolean isNewer(Path source, Path program) throws IOException {
      return Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(program)) > 0;
    }
  }

  /// A script of bench/peers. Python runs one thread at a time, whatever `threads` is.
  record Python(String script) implements Program {
    @Override
    public List<String> command(Place place, Children children, int threads, List<String> options)
        throws Unavailable {
      if (!Place.has("python3")) {
        throw new Unavailable("there is no python3");
      }
      return List.of("python3", place.peers().resolve(script).toString());
    }
  }

  /// Redis, in one thread. What it keeps, it appends to a file, synchronized before it answers.
  ///
  /// @param isKeeping true if it keeps what it is told
  record Redis(boolean isKeeping) implements Program {
    private static final Pattern RUNNING = Pattern.compile(".*port=(\\d+)\\.");

    @Override
    public Pattern listening() {
      return RUNNING;
    }

    @Override
    public List<String> command(Place place, Children children, int threads, List<String> options)
        throws IOException, Unavailable {
      if (!Place.has("redis-server")) {
        throw new Unavailable("there is no redis-server");
      }
      List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1"));
      command.addAll(List.of("--port", Integer.toString(Place.freePort()), "--save", ""));
      command.addAll(List.of("--maxclients", "15000"));
      if (isKeeping) {
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
        // Rewriting the file meanwhile would be work that nobody has asked for.
        command.addAll(List.of("--auto-aof-rewrite-percentage", "0"));
      }
      return command;
    }
  }

  /// NATS without JetStream, so that it keeps nothing.
  record Nats() implements Program {
    private static final Pattern CONNECTIONS =
        Pattern.compile(".*Listening for client connections on .*:(\\d+)");

    @Override
    public Pattern listening() {
      return CONNECTIONS;
    }

    @Override
    public List<String> command(Place place, Children children, int threads, List<String> options)
        throws Unavailable {
      if (!Place.has("nats-server")) {
        throw new Unavailable("there is no nats-server");
      }
      // It tells its port on standard error.
      return List.of(
          "sh",
          "-c",
          "GOMAXPROCS=" + threads + " exec nats-server --addr 127.0.0.1 --port -1 2>&1");
    }
  }
}
