package dev.parley.bench;

import dev.parley.bench.attack.Answers;
import dev.parley.bench.attack.Attacker;
import dev.parley.bench.attack.Attacks;
import dev.parley.bench.attack.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One attack on one server. All processes are fresh, including the server. Where that is allowed,
/// they get a network namespace of their own ([Namespace]) and peers come from foreign addresses,
/// because a server may trust those of this machine more.
///
/// ```
/// server ─ warm-up ─ count ─ quiet: 2 s ─ attack ──────────────── end ─ let go: ≤ 15 s ─ count ─ later: 1 s
/// honest    hurry             ask           ask, all of the time                                    ask
/// ```
///
/// In the warm-up a server gets some thousand connections and some ten thousand requests, so that
/// the measurement does not cover its compiler at work.
///
/// @param attack the attack
/// @param kind the server
/// @param length of the attack
record Trial(Attacks attack, ServerKind kind, Duration length) {
  private static final Duration WARM_UP = Duration.ofMillis(2500);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final int STRANGERS = 10;
  private static final int LOOPBACK = 127;
  private static final int QUIET_TRIES = 4;
  private static final Duration LATER = Duration.ofSeconds(1);

  /// An attack continues until every request sent during it is answered or given up.
  private static final Duration LONGER = Duration.ofMillis(500);

  private static final Duration LET_GO = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int ENDING_SECONDS = 20;

  /// Returns about how long a trial takes.
  Duration estimate() {
    return WARM_UP.plus(QUIET).plus(LATER).plus(length).plusSeconds(5);
  }

  /// Returns its name on the command line.
  String name() {
    return attack.title() + "/" + kind.title();
  }

  /// Runs the trial; blocks.
  ///
  /// @throws Unavailable if that is impossible here
  Outcome run(Place place, Children children, Cores cores)
      throws IOException, InterruptedException, Unavailable {
    boolean isApart = attack.forges() || Namespace.isPossible();
    List<String> apart = isApart ? Namespace.create() : List.of();
    Deque<AttackedServer> servers = new ArrayDeque<>();
    try {
      servers.add(start(place, children, cores, apart));
      AttackedServer server = servers.getFirst();
      List<String> beside = isApart ? Namespace.of(server.pid()) : List.of();
      if (attack.wantsTwo()) {
        servers.add(start(place, children, cores, beside));
      }
      Target target =
          new Target(
              attack.protocol(),
              server.port(),
              attack.wantsTwo() ? servers.getLast().port() : 0,
              place.credentials(),
              place.root().resolve("bench/attacks"),
              isApart ? STRANGERS : LOOPBACK);
      List<String> attackers = joined(beside, cores.forAttackers());
      List<String> honest = joined(beside, cores.forHonest(place, children));
      try (HonestClients clients = HonestClients.start(place, children, target, honest)) {
        return run(place, children, server, clients, command(place, target, attackers));
      }
    } finally {
      servers.forEach(AttackedServer::close);
    }
  }

  private AttackedServer start(Place place, Children children, Cores cores, List<String> before)
      throws IOException, InterruptedException, Unavailable {
    return AttackedServer.start(
        place, children, kind, attack.protocol(), joined(before, cores.forServers()));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> words = new ArrayList<>(first);
    words.addAll(second);
    return words;
  }

  private List<String> command(Place place, Target target, List<String> before) {
    List<String> command = joined(before, Jvm.command(place, Attacker.class));
    command.add(attack.name());
    command.add(Long.toString(length.plus(LONGER).toMillis()));
    command.addAll(List.of(target.words()));
    return command;
  }

  private Outcome run(
      Place place,
      Children children,
      AttackedServer server,
      HonestClients clients,
      List<String> attacker)
      throws IOException, InterruptedException, Unavailable {
    clients.hurry(WARM_UP);
    Resources before = server.resources();
    HonestClients.Both quiet = quiet(clients);
    Path log = place.logs().resolve("attacker.txt");
    Process attacking = children.start(new ProcessBuilder(attacker).redirectError(log.toFile()));
    try {
      BufferedReader output = attacking.inputReader(StandardCharsets.US_ASCII);
      if (output.readLine() == null) {
        throw new Unavailable("the attacker has ended: " + Command.lastLine(log));
      }
      ProcessorUse use = ProcessorUse.now();
      long datagrams = datagrams(server);
      long begun = System.nanoTime();
      HonestClients.Both attacked = clients.ask(length);
      double seconds = (System.nanoTime() - begun) / 1e9;
      double perSecond = (datagrams(server) - datagrams) / seconds;
      double others = ProcessorUse.now().othersSince(use) / seconds;
      String done = output.readLine();
      if (done == null) {
        throw new Unavailable("the attacker has ended: " + Command.lastLine(log));
      }
      boolean _ = attacking.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
      List<String> left = left(server, before);
      HonestClients.Both later =
          server.isAlive()
              ? clients.ask(LATER)
              : new HonestClients.Both(Answers.NONE, Answers.NONE);
      return new Outcome(
          attack,
          kind,
          quiet,
          attacked,
          later,
          left,
          server.isAlive(),
          Long.parseLong(done.substring(done.indexOf(' ') + 1)),
          attack.forges() ? perSecond : 0,
          others);
    } finally {
      children.end(attacking);
    }
  }

  /// Returns the answers to the clients before the attack. Retried until they are quick enough,
  /// because slow ones are no basis for comparison.
  private static HonestClients.Both quiet(HonestClients clients) throws IOException, Unavailable {
    HonestClients.Both quiet = clients.ask(QUIET);
    for (int i = 1; i < QUIET_TRIES && !quiet.isWithin(Outcome.WORST_MICROS); i++) {
      quiet = clients.ask(QUIET);
    }
    return quiet;
  }

  /// Returns the resources left over from the attack once the server had time to release them.
  private static List<String> left(AttackedServer server, Resources before)
      throws IOException, InterruptedException {
    try {
      long end = System.nanoTime() + LET_GO.toNanos();
      while (System.nanoTime() - end < 0 && !server.countable().isCountableBack(before)) {
        server.settle(LOOK);
      }
      List<String> left = server.resources().left(before);
      while (System.nanoTime() - end < 0 && !left.isEmpty()) {
        server.settle(LOOK);
        left = server.resources().left(before);
      }
      return left;
    } catch (Unavailable e) {
      return List.of(e.why());
    }
  }

  /// Returns the number of datagrams in and out in the server's network namespace (proc_net(5),
  /// `snmp`).
  private static long datagrams(AttackedServer server) throws IOException {
    Path counters = Path.of("/proc", Long.toString(server.pid()), "net/snmp");
    if (!Files.isReadable(counters)) {
      return 0;
    }
    List<String> lines =
        Files.readAllLines(counters).stream().filter(line -> line.startsWith("Udp: ")).toList();
    List<String> names = List.of(lines.getFirst().split(" ", -1));
    String[] values = lines.getLast().split(" ", -1);
    return Long.parseLong(values[names.indexOf("InDatagrams")])
        + Long.parseLong(values[names.indexOf("OutDatagrams")]);
  }
}
