package dev.parley.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What a run does, as the command line says it.
///
/// @param rounds how often every point is measured, at least 1
/// @param warmup of each timed pass
/// @param duration of each timed pass
/// @param threads the numbers of threads: 1, 2 or both
/// @param only a row runs if this is found in its name (`depth-1/parley@1`,
///   `calls/depth-1/parley@1`, `memory/parley`, `start`)
/// @param isLook true for a short look, which leaves out the slow rows that carry no promise
/// @param action what is wanted
record Plan(
    int rounds,
    Duration warmup,
    Duration duration,
    List<Integer> threads,
    Pattern only,
    boolean isLook,
    Action action) {

  /// What is wanted.
  enum Action {
    MEASURE,
    LIST,
    CODECS,
    HELP
  }

  /// Idle connections when memory is measured.
  static final int CROWD = 10_000;

  /// What the options are, for people.
  static final String USAGE =
      """
      Usage: bench/run [--quick] [--rounds N] [--threads 1|2] [--only REGEX] [--list] [--codecs]

        --quick        one short round with one thread, about 3 minutes: a look, not a measurement
        --rounds N     rounds, 1 to 100 (default 3)
        --threads N    servers with 1 or with 2 threads only (default both, one after the other)
        --only REGEX   only rows whose name has a match; --list shows the names
        --list         shows the names of all rows and ends
        --codecs       framings without sockets, under JMH, instead
        --help         this text
      """;

  private static final Plan DEFAULT =
      new Plan(
          3,
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          List.of(1, 2),
          Pattern.compile(""),
          false,
          Action.MEASURE);

  private static final Plan QUICK =
      new Plan(
          1,
          Duration.ofMillis(1500),
          Duration.ofMillis(1500),
          List.of(1),
          DEFAULT.only,
          true,
          Action.MEASURE);

  /// Reads a command line.
  ///
  /// @throws IllegalArgumentException with a sentence for people if it makes no sense
  static Plan parse(String... arguments) {
    Deque<String> words = new ArrayDeque<>(List.of(arguments));
    List<String> rest = new ArrayList<>();
    Plan plan = DEFAULT;
    // First, whatever its place: the others change what it stands for.
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
      case "--list" -> withAction(Action.LIST);
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
    return new Plan(rounds, warmup, duration, threads, only, isLook, action);
  }

  private Plan withThreads(int threads) {
    return new Plan(rounds, warmup, duration, List.of(threads), only, isLook, action);
  }

  private Plan withOnly(String regex) {
    try {
      return new Plan(rounds, warmup, duration, threads, Pattern.compile(regex), isLook, action);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--only: " + e.getDescription() + " in '" + regex + "'");
    }
  }

  private Plan withAction(Action action) {
    return new Plan(rounds, warmup, duration, threads, only, isLook, action);
  }

  /// Every timed row, in order.
  List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int count : threads) {
      for (Load load : Load.values()) {
        for (Contender contender : load.contenders()) {
          Point point = new Point(load, contender, count);
          if (load.allows(contender, count) && wants(point.toString())) {
            points.add(point);
          }
        }
      }
    }
    return points;
  }

  /// Rows of the pass under strace: those of one thread, and no crowd.
  List<Point> callPoints() {
    List<Point> points = new ArrayList<>();
    for (Load load : Load.values()) {
      for (Contender contender : load.contenders()) {
        Point point = new Point(load, contender, 1);
        if (load != Load.OPEN_10000
            && (load == Load.DEPTH_1 || !isLook)
            && threads.contains(1)
            && wants(callName(point))) {
          points.add(point);
        }
      }
    }
    return points;
  }

  /// The name of a row of the pass under strace.
  static String callName(Point point) {
    return "calls/" + point;
  }

  /// Whose memory is measured.
  List<Contender> memoryContenders() {
    return Load.DEPTH_1.contenders().stream()
        .filter(contender -> !(contender.program() instanceof Program.Python))
        .filter(contender -> contender == Contender.PARLEY || !isLook)
        .filter(contender -> wants(memoryName(contender)))
        .toList();
  }

  /// The name of a row about memory.
  static String memoryName(Contender contender) {
    return "memory/" + contender.title();
  }

  /// True if start times are measured.
  boolean wantsStarts() {
    return wants("start");
  }

  private boolean wants(String name) {
    return only.matcher(name).find();
  }
}
