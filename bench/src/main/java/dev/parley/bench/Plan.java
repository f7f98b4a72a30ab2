package dev.parley.bench;

import dev.parley.bench.attack.Attacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The plan of a run, parsed from the command line.
///
/// @param rounds how often every heat is run with fresh processes, at least 1
/// @param warmup the load that a JVM gets in each round before measuring
/// @param duration the measured load of each contender in each round
/// @param threads the numbers of threads: 1, 2 or both
/// @param only a row runs if this is found in its name (`depth-1/parley@1`, `life/parley@1`,
///   `broadcast/parley-group@1`, `loops/depth-1/parley@2`, `sealed/depth-1/parley-sealed@1`,
///   `sealed/arrivals`, `rooms/fan-out-100/redis@1`, `rooms/join`, `rooms/memory/nats`,
///   `crowd/open-10000/parley@1`, `calls/depth-1/parley@1`, `memory/parley`, `start`,
///   `attacks/silent/parley`)
/// @param isLook true for a short look, which omits the slow rows without a promise, and those that
///   are the same in a run of their own
/// @param against another built checkout; only its contenders are compared with ours
/// @param action what to do
record Plan(
    int rounds,
    Duration warmup,
    Duration duration,
    List<Integer> threads,
    Pattern only,
    boolean isLook,
    Optional<Path> against,
    Action action) {

  /// What to do.
  enum Action {
    MEASURE,
    LIST,
    CODECS,
    ATTACKS,
    HELP
  }

  /// Idle connections of the memory measurement.
  private static final int CROWD = 10_000;

  /// Idle members of it: as many as a room of Parley may have.
  private static final int MEMBERS = 5_000;

  /// Length of a measured turn: long compared with reading the processor time, short compared with
  /// a machine's fluctuations.
  static final Duration TURN = Duration.ofMillis(250);

  /// Where little is said in a second, a turn is longer: all of a round together have some hundred
  /// texts, so that a 99th percentile is not just the slowest of them.
  private static final Duration PACED_TURN = Duration.ofSeconds(1);

  /// Number of turns in which a contender warms up.
  static final int WARM_UPS = 4;

  private static final Duration ATTACK = Duration.ofSeconds(10);
  private static final Duration SHORT_ATTACK = Duration.ofSeconds(3);
  private static final int OTHERS_WARM_FASTER = 4;

  /// A connection takes as long as ten messages, so its code runs a tenth as often.
  private static final int VISITS_WARM_LONGER = 3;

  private static final int STARTS_PER_ROUND = 4;
  private static final int JOINS_PER_ROUND = 5;

  // Times of the other steps, for the estimate: as measured on two cores.
  private static final Duration SETTING_UP = Duration.ofMillis(400);
  private static final Duration FILLING = Duration.ofMillis(400);

  /// With one insert a commit, what is unacknowledged at the end of a turn takes longer than that.
  private static final Duration LAST_COMMITS = Duration.ofSeconds(3);

  private static final Duration FOOTPRINT = Duration.ofSeconds(20);
  private static final Duration START = Duration.ofSeconds(1);
  private static final Duration TRACES = Duration.ofSeconds(25);
  private static final Duration LAYERS = Duration.ofSeconds(60);
  private static final Duration LONG_HISTORY = Duration.ofSeconds(60);
  private static final Duration COME_AND_GO = Duration.ofSeconds(4);

  /// Names of rows about sealed sessions that are not points of a heat.
  static final String ARRIVALS = "sealed/arrivals";

  static final String TRACES_LEFT = "sealed/traces";
  static final String LAYER_COSTS = "sealed/layers";

  /// The name of the row about joining a room.
  static final String JOIN = "rooms/join";

  /// The help text of the options.
  static final String USAGE =
      """
      Usage: bench/run [--quick] [--rounds N] [--threads 1|2] [--only REGEX] [--list] [--codecs]
                 [--against DIR] [--attacks]

        --quick        one short round with one thread, about 9 minutes: a look, not a measurement
        --rounds N     rounds with fresh processes, 1 to 100 (default 2)
        --threads N    servers with 1 or with 2 threads only (default both, one after the other)
        --only REGEX   only rows whose name has a match; --list shows the names
        --against DIR  only Parley, beside that of another checkout, which its own bench/run has built
        --list         shows the names of all rows and ends
        --codecs       framings without sockets, under JMH, instead
        --attacks      attacks on ncat, Python, Netty and Parley instead, 20 minutes; 12 with --quick
        --help         this text
      """;

  private static final Plan DEFAULT =
      new Plan(
          2,
          Duration.ofSeconds(6),
          Duration.ofSeconds(4),
          List.of(1, 2),
          Pattern.compile(""),
          false,
          Optional.empty(),
          Action.MEASURE);

  private static final Plan QUICK =
      new Plan(
          1,
          Duration.ofSeconds(2),
          Duration.ofMillis(1500),
          List.of(1),
          DEFAULT.only,
          true,
          Optional.empty(),
          Action.MEASURE);

  /// Parses a command line.
  ///
  /// @throws IllegalArgumentException with a sentence for people if it is invalid
  static Plan parse(String... arguments) {
    Deque<String> words = new ArrayDeque<>(List.of(arguments));
    List<String> rest = new ArrayList<>();
    Plan plan = DEFAULT;
    // Parsed first, wherever it is: the other options override what it stands for.
    while (!words.isEmpty()) {
      String word = words.remove();
      if (word.equals("--quick")) {
        plan = QUICK;
      } else {
        rest.add(word);
      }
    }
    words.addAll(rest);
    while (!words.isEmpty()) {
      plan = plan.with(words.remove(), words);
    }
    return plan;
  }

  private Plan with(String option, Deque<String> words) {
    return switch (option) {
      case "--rounds" -> withRounds(number(option, words, 1, 100));
      case "--threads" -> withThreads(number(option, words, 1, 2));
      case "--only" -> withOnly(value(option, words));
      case "--against" -> withAgainst(Path.of(value(option, words)));
      case "--list" -> withAction(Action.LIST);
      case "--attacks" -> withAction(Action.ATTACKS);
      case "--codecs" -> withAction(Action.CODECS);
      case "--help", "-h" -> withAction(Action.HELP);
      default -> throw new IllegalArgumentException("unknown option '" + option + "'");
    };
  }

  private static String value(String option, Deque<String> words) {
    String value = words.poll();
    if (value == null) {
      throw new IllegalArgumentException(option + " wants a value");
    }
    return value;
  }

  private static int number(String option, Deque<String> words, int least, int most) {
    String value = value(option, words);
    if (value.matches("\\d{1,6}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        option + " wants a number from " + least + " to " + most + ", not '" + value + "'");
  }

  private Plan withRounds(int rounds) {
    return new Plan(rounds, warmup, duration, threads, only, isLook, against, action);
  }

  private Plan withThreads(int threads) {
    return new Plan(rounds, warmup, duration, List.of(threads), only, isLook, against, action);
  }

  private Plan withOnly(String regex) {
    try {
      return new Plan(
          rounds, warmup, duration, threads, Pattern.compile(regex), isLook, against, action);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--only: " + e.getDescription() + " in '" + regex + "'");
    }
  }

  private Plan withAgainst(Path checkout) {
    return new Plan(rounds, warmup, duration, threads, only, isLook, Optional.of(checkout), action);
  }

  private Plan withAction(Action action) {
    return new Plan(rounds, warmup, duration, threads, only, isLook, against, action);
  }

  /// Returns the heats, in order: one for each load and number of threads; then Parley with few
  /// open connections against itself with many, sealed and TLS against plain, and Parley with one
  /// event loop against itself with two.
  List<Heat> heats() {
    if (against.isPresent()) {
      return wanted(heatsAgainst());
    }
    List<Heat> heats = new ArrayList<>();
    for (int count : threads) {
      for (Load load : Load.values()) {
        if (load != Load.OPEN_10000
            && !load.kind().isRooms()
            && !(isLook && load.kind() == Load.Kind.BROADCAST)) {
          String title =
              load.title()
                  + ": "
                  + load.description()
                  + (count == 1 ? ", 1 thread" : ", " + count + " threads");
          List<Point> points =
              load.contenders().stream()
                  .filter(contender -> load.allows(contender, count))
                  .map(contender -> new Point(load, contender, count))
                  .toList();
          heats.add(new Heat(title, "", points));
        }
      }
    }
    if (threads.contains(1)) {
      heats.add(
          new Heat(
              Load.OPEN_10000.title()
                  + ": "
                  + Load.OPEN_10000.description()
                  + "; against no idle ones, 1 thread",
              "crowd/",
              List.of(
                  new Point(Load.DEPTH_1, Contender.PARLEY, 1),
                  new Point(Load.OPEN_10000, Contender.PARLEY, 1))));
    }
    if (threads.contains(1)) {
      for (Load load : Load.values()) {
        heats.add(
            new Heat(
                load.title() + ": sealed, TLS and plain, " + load.description() + ", 1 thread",
                "sealed/",
                load.guarded().stream().map(one -> new Point(load, one, 1)).toList()));
      }
    }
    if (threads.contains(1)) {
      heats.addAll(rooms());
    }
    if (threads.containsAll(List.of(1, 2))) {
      for (Load load : List.of(Load.DEPTH_1, Load.DEPTH_32)) {
        heats.add(
            new Heat(
                load.title() + ": two loops against one",
                "loops/",
                List.of(
                    new Point(load, Contender.PARLEY, 1), new Point(load, Contender.PARLEY, 2))));
      }
    }
    return wanted(heats);
  }

  /// Returns the heats of rooms. The talk in which a member has stopped reading is held against the
  /// same talk without it.
  private static List<Heat> rooms() {
    List<Heat> heats = new ArrayList<>();
    for (List<Load> together :
        List.of(
            List.of(Load.FAN_OUT_100),
            List.of(Load.FAN_OUT_1000),
            List.of(Load.PACED, Load.STOPPED_READER),
            List.of(Load.STORED))) {
      heats.add(
          new Heat(
              together.stream()
                  .map(load -> load.title() + ": " + load.description())
                  .collect(Collectors.joining("; ", "", ", 1 thread")),
              "rooms/",
              together.stream()
                  .flatMap(load ->
                      load.contenders().stream().map(contender -> new Point(load, contender, 1)))
                  .toList()));
    }
    return heats;
  }

  /// Pairs each kind of Parley with its counterpart of the other checkout, in the same turns, one
  /// thread each. Not with a crowd: two would need more open files than a process may have.
  private static List<Heat> heatsAgainst() {
    List<Heat> heats = new ArrayList<>();
    for (Load load : Load.values()) {
      List<Point> points = new ArrayList<>();
      for (Contender contender : Contender.values()) {
        Point point = new Point(load, contender, 1);
        if (contender.isParley() && load != Load.OPEN_10000 && load.has(contender)) {
          points.add(point);
          points.add(point.other());
        }
      }
      heats.add(
          new Heat(
              load.title() + ": against the other checkout, " + load.description(),
              "against/",
              points));
    }
    return heats;
  }

  /// Returns one point for each pair whose cost is compared with the other checkout's.
  List<Point> pointsAgainst() {
    return heats().stream()
        .flatMap(heat -> heat.points().stream())
        .filter(point -> against.isPresent() && !point.isOther())
        .toList();
  }

  private List<Heat> wanted(List<Heat> heats) {
    return heats.stream().map(this::wanted).filter(heat -> !heat.points().isEmpty()).toList();
  }

  private Heat wanted(Heat heat) {
    List<Point> points = heat.points().stream().filter(point -> wants(heat.row(point))).toList();
    return new Heat(heat.title(), heat.prefix(), points);
  }

  /// Returns how long a point's contender warms up in each of [#WARM_UPS] turns: until a JVM's
  /// compilers have nothing left to do.
  Duration warmUpTurn(Point point) {
    if (!point.contender().isJvm()) {
      return warmup.dividedBy(WARM_UPS * OTHERS_WARM_FASTER);
    }
    boolean isRare = point.load().kind() == Load.Kind.VISITS;
    return warmup.multipliedBy(isRare ? VISITS_WARM_LONGER : 1).dividedBy(WARM_UPS);
  }

  /// Returns the length of a measured turn.
  static Duration turn(Load load) {
    return load.kind() == Load.Kind.PACED ? PACED_TURN : TURN;
  }

  /// Returns the number of measured turns in a round.
  int turns() {
    return (int) duration.dividedBy(TURN);
  }

  /// Returns about how long the run will take.
  Duration estimate() {
    Duration heats = Duration.ZERO;
    for (Heat heat : heats()) {
      for (Point point : heat.points()) {
        heats =
            heats
                .plus(warmUpTurn(point).plus(beside(point)).multipliedBy(WARM_UPS))
                .plus(turn(point.load()).plus(beside(point)).multipliedBy(turns()))
                .plus(SETTING_UP);
      }
    }
    Duration calls = Duration.ZERO;
    for (Point point : callPoints()) {
      calls = calls.plus(SystemCalls.duration(point)).plus(SETTING_UP);
    }
    return heats
        .multipliedBy(rounds)
        .plus(calls)
        .plus(FOOTPRINT.multipliedBy(memoryContenders().size()))
        .plus(wantsJoins() ? LONG_HISTORY.plus(COME_AND_GO.multipliedBy(joins())) : Duration.ZERO)
        .plus(START.multipliedBy(wantsStarts() ? starts() : 0))
        .plus(
            warmup
                .plus(duration)
                .multipliedBy(wantsArrivals() ? (long) Arrivals.Kind.values().length * rounds : 0))
        .plus(TRACES.multipliedBy(wantsTraces() ? 1 : 0))
        .plus(LAYERS.multipliedBy(wantsLayers() ? 1 : 0));
  }

  /// Returns how long a turn takes besides its own length.
  private static Duration beside(Point point) {
    if (point.load() == Load.STOPPED_READER) {
      return FILLING;
    }
    return point.contender() == Contender.PARLEY_ROOMS_SINGLE ? LAST_COMMITS : Duration.ZERO;
  }

  /// Returns how often start times are measured.
  int starts() {
    return STARTS_PER_ROUND * rounds - 1;
  }

  /// Returns the points of the pass under strace: those with one thread and small messages, without
  /// a crowd.
  List<Point> callPoints() {
    List<Point> points = new ArrayList<>();
    for (Load load : Load.values()) {
      for (Contender contender : load.contenders()) {
        Point point = new Point(load, contender, 1);
        if (load != Load.OPEN_10000
            && load != Load.LARGE
            && load != Load.BROADCAST_LARGE
            && (!load.kind().isRooms() || load == Load.FAN_OUT_100)
            && (load == Load.DEPTH_1 || !isLook)
            && threads.contains(1)
            && wantsAlone(callName(point))) {
          points.add(point);
        }
      }
    }
    return points;
  }

  /// Returns the name of a row of the pass under strace.
  static String callName(Point point) {
    return "calls/" + point;
  }

  /// Returns the contenders whose memory is measured.
  List<Contender> memoryContenders() {
    return Stream.concat(Load.DEPTH_1.contenders().stream(), Load.PACED.contenders().stream())
        .filter(contender -> !(contender.program() instanceof Program.Python))
        .filter(contender -> !contender.isInPlace()) // when idle it equals the one not in place
        .filter(contender ->
            !isLook || contender == Contender.PARLEY || contender == Contender.PARLEY_ROOMS)
        .filter(contender -> wantsAlone(memoryName(contender)))
        .toList();
  }

  /// Returns the name of a row about memory.
  static String memoryName(Contender contender) {
    return (contender.dialect().isPresent() ? "rooms/memory/" : "memory/") + contender.title();
  }

  /// Returns how many idle connections it has then.
  static int crowd(Contender contender) {
    return contender.dialect().isPresent() ? MEMBERS : CROWD;
  }

  /// True if it is measured what joining a room costs.
  boolean wantsJoins() {
    return wantsAlone(JOIN);
  }

  /// Returns how often a member joins.
  int joins() {
    return JOINS_PER_ROUND * rounds;
  }

  /// True if start times are measured.
  boolean wantsStarts() {
    return wantsAlone("start");
  }

  /// True if the cost of arriving peers is measured.
  boolean wantsArrivals() {
    return wantsAlone(ARRIVALS);
  }

  /// True if the memory left behind by wrong logins is measured.
  boolean wantsTraces() {
    return wantsAlone(TRACES_LEFT) && !isLook;
  }

  /// True if the cost of sealing without sockets is measured.
  boolean wantsLayers() {
    return wantsAlone(LAYER_COSTS) && !isLook;
  }

  /// Returns the length of an attack.
  Duration attackLength() {
    return isLook ? SHORT_ATTACK : ATTACK;
  }

  /// Returns every attack on every server.
  List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (Attacks attack : Attacks.values()) {
      for (ServerKind kind : ServerKind.values()) {
        Trial trial = new Trial(attack, kind, attackLength());
        if (wants(trialName(trial))) {
          trials.add(trial);
        }
      }
    }
    return trials;
  }

  /// Returns the name of a row about an attack.
  static String trialName(Trial trial) {
    return "attacks/" + trial.name();
  }

  /// True if this row is wanted and the run does not compare with another checkout.
  private boolean wantsAlone(String name) {
    return against.isEmpty() && wants(name);
  }

  private boolean wants(String name) {
    return only.matcher(name).find();
  }
}
