package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The assignment of cores in an attack: servers get one, attackers and honest clients another, so
/// that an attack takes from a server only the time that the server spends on it.
///
/// @param server the core of the servers
/// @param others the core of all other processes
record Cores(int server, int others) {
  private static final String ALLOWED = "Cpus_allowed_list:";

  /// Returns the first two cores that this process may use.
  ///
  /// @throws Unavailable if there is only one, or no way to choose
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

  /// Parses a list of core numbers like `0-3,8`.
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

  /// Returns the words to put before a server's command.
  List<String> forServers() {
    return List.of("taskset", "-c", Integer.toString(server));
  }

  /// Returns the words to put before an attacker's command.
  List<String> forAttackers() {
    return List.of("taskset", "-c", Integer.toString(others));
  }

  /// Returns the words to put before an honest client's command. They give it priority on the
  /// attackers' core, where the system allows that. Otherwise it would measure how long it waits
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
