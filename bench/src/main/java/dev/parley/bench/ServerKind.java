package dev.parley.bench;

import dev.parley.bench.attack.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The servers that are attacked side by side. Each echoes messages, set up as its documentation
/// shows, with its own defaults.
enum ServerKind {
  /// `ncat --exec /bin/cat`: a process for each peer, 100 of them at most.
  NCAT,

  /// `socketserver`: a thread for each peer, and for each datagram.
  PYTHON,

  /// Netty on epoll.
  NETTY,

  /// `./parley serve echo`.
  PARLEY;

  /// The heap size of those that run on a JVM.
  static final String HEAP = "-Xmx128m";

  /// Returns its name in tables and on the command line.
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// True if it runs on a JVM with the serial collector, whose heap can be queried.
  boolean isJvm() {
    return this == NETTY || this == PARLEY;
  }

  /// Returns the command line of a server for this protocol, on a port of 127.0.0.1 that it prints
  /// in a line ending in `listening PORT` or `listening on …:PORT`.
  ///
  /// @throws Unavailable if there is no such server, or not on this machine
  List<String> command(Place place, Children children, Protocol protocol)
      throws IOException, InterruptedException, Unavailable {
    return switch (this) {
      case NCAT -> ncat(place, protocol);
      case PYTHON -> contender(place, children, python(protocol));
      case NETTY -> contender(place, children, netty(protocol));
      case PARLEY -> parley(place, protocol);
    };
  }

  private static Contender python(Protocol protocol) throws Unavailable {
    return switch (protocol) {
      case LINES -> Contender.PYTHON_LINE;
      case LENGTHS -> Contender.PYTHON_THREADS;
      case DATAGRAMS -> Contender.PYTHON_UDP;
      case TLS -> throw new Unavailable("no TLS in socketserver");
    };
  }

  private static Contender netty(Protocol protocol) {
    return switch (protocol) {
      case LINES -> Contender.NETTY_LINE;
      case LENGTHS -> Contender.NETTY_EPOLL;
      case DATAGRAMS -> Contender.NETTY_UDP;
      case TLS -> Contender.NETTY_TLS;
    };
  }

  private static List<String> contender(Place place, Children children, Contender contender)
      throws IOException, InterruptedException, Unavailable {
    List<String> options = List.of(HEAP, "-D" + Credentials.PROPERTY + "=" + place.credentials());
    return contender.program().command(place, children, 1, options);
  }

  private static List<String> ncat(Place place, Protocol protocol) throws IOException, Unavailable {
    if (!Place.has("ncat")) {
      throw new Unavailable("there is no ncat");
    }
    List<String> command = new ArrayList<>(List.of("ncat", "-v", "-l", "-k", "--exec", "/bin/cat"));
    switch (protocol) {
      case LINES -> {}
      case LENGTHS -> throw new Unavailable("no lengths in ncat");
      case DATAGRAMS -> command.add("-u");
      case TLS -> {
        command.add("--ssl-cert=" + certificate(place));
        command.add("--ssl-key=" + certificateKey(place));
      }
    }
    command.add("127.0.0.1");
    command.add(Integer.toString(Place.freePort()));
    return command;
  }

  private static List<String> parley(Place place, Protocol protocol) {
    List<String> command =
        new ArrayList<>(
            List.of("env", "PARLEY_JAVA_OPTS=" + HEAP, place.parley(), "serve", "echo", "-l"));
    switch (protocol) {
      case LINES -> command.addAll(List.of("tcp://127.0.0.1:0", "--framing", "line"));
      case LENGTHS -> command.addAll(List.of("tcp://127.0.0.1:0", "--framing", "length:4be"));
      case DATAGRAMS -> command.add("udp://127.0.0.1:0");
      case TLS ->
          command.addAll(
              List.of(
                  "tls://127.0.0.1:0",
                  "--framing",
                  "length:4be",
                  "--tls-cert",
                  certificate(place).toString(),
                  "--tls-key",
                  certificateKey(place).toString()));
    }
    return command;
  }

  private static Path certificate(Place place) {
    return place.credentials().resolve("cert.pem");
  }

  private static Path certificateKey(Place place) {
    return place.credentials().resolve("cert-key.pem");
  }
}
