package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which core is whose in an attack: servers have one, attackers and honest clients another, so
/// that an attack takes from a server only what the server spends on it.
///
/// @param server the core of the servers
/// @param others the core of everybody else
record Cores(int server, int others) {
  private static final String ALLOWED = "Cpus_allowed_list:";

  /// The first two that this process may use.
  ///
  /// @throws Unavailable if there is one only, or no way to choose
  static Cores choose() throws IOException, Unavailable {
    if (!Place.has("taskset")) {
      throw new Unavailable("there is no taskset (util-linux)");
    }
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(ALLOWED)) {
        List<Integer> cores = parse(line.substring(ALLOWED.length()).strip());
        if (cores.size() > 1) {
          return new Cores(cores.get(0), cores.get(1));
        }
      }
    }
    throw new Unavailable("attackers and servers need a core each");
  }

  /// The numbers of a list like `0-3,8`.
  static List<Integer> parse(String list) {
    List<Integer> cores = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String[] ends = part.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
        cores.add(core);
      }
    }
    return cores;
  }

  /// The words in front of a server's command.
  List<String> forServers() {
    return List.of("taskset", "-c", Integer.toString(server));
  }

  /// The words in front of an attacker's command.
  List<String> forAttackers() {
    return List.of("taskset", "-c", Integer.toString(others));
  }

  /// The words in front of an honest client's command: first on the attackers' core whenever it has
  /// something to do, where the system allows that. Otherwise it would measure how long it waits
  /// for the attackers.
  List<String> forHonest(Place place, Children children) throws IOException, InterruptedException {
    List<String> first = List.of("chrt", "--fifo", "1");
    List<String> words = new ArrayList<>(forAttackers());
    if (Place.has("chrt") && Command.succeeds(place, children, first, "true")) {
      words.addAll(first);
    }
    return words;
  }
}
