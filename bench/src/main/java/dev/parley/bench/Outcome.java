package dev.parley.bench;

import dev.parley.bench.attack.Answers;
import dev.parley.bench.attack.Attacks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The outcome of one attack on one server.
///
/// @param quiet the answers to honest clients seconds before
/// @param attacked the answers during the attack
/// @param later the answers after it
/// @param left the resources that the server still holds beyond those before, after time to release
///   them
/// @param isAlive false if its process has ended
/// @param done the amount of work of the attackers, in a unit of each attack
/// @param datagrams datagrams per second, in and out, by the kernel's count; 0 if it was not
///   queried
/// @param othersShare the share of one core that processes other than ours used during the
///   measurement
record Outcome(
    Attacks attack,
    ServerKind server,
    HonestClients.Both quiet,
    HonestClients.Both attacked,
    HonestClients.Both later,
    List<String> left,
    boolean isAlive,
    long done,
    double datagrams,
    double othersShare) {

  /// Maximum median of an honest client that stays, as a multiple of its own before the attack.
  static final double MEDIAN_TIMES = 2;

  /// The same for a client that comes anew: it connects, and with TLS shakes hands, and so waits
  /// for a busy core several times.
  static final double NEWCOMER_TIMES = 4;

  /// Minimum for the median that multiples are taken of: on a busy core the kernel lets a process
  /// wait for about 3 ms, its slice of time, before another gets the core (`base_slice_ns` of its
  /// scheduler), and an attacked server and its attackers keep all cores busy.
  static final double MEDIAN_FLOOR_MICROS = 3_000;

  /// The longest that an honest client may wait, in microseconds.
  static final double WORST_MICROS = 200_000;

  /// Datagrams per second between two servers and their honest clients up to which there is no
  /// loop: the clients' own are 1,700.
  static final double LOOPING = 10_000;

  /// If others used more of a core than this, a failure is doubtful.
  private static final double DISTURBED = 0.1;

  /// True if other processes were so busy that the times mean little.
  boolean isDisturbed() {
    return othersShare > DISTURBED;
  }

  /// Returns all faults: what an honest client should not notice, or a server should not keep; for
  /// people.
  List<String> faults() {
    List<String> faults = lasting();
    faults.addAll(delays());
    return faults;
  }

  /// Returns those [#faults] that no other work on the machine can cause.
  List<String> lasting() {
    List<String> faults = new ArrayList<>();
    if (!isAlive) {
      faults.add("the server's process has ended");
    }
    if (!later.isComplete()) {
      faults.add("not all are answered after the attack: " + later);
    }
    if (isLooping()) {
      faults.add("%.0f datagrams a second".formatted(datagrams));
    }
    if (!left.isEmpty()) {
      faults.add("left: " + String.join(", ", left));
    }
    return faults;
  }

  /// Returns the other [#faults]: answers that came late or not at all.
  List<String> delays() {
    List<String> faults = new ArrayList<>();
    judge("who stays", quiet.staying(), attacked.staying(), faults);
    judge("who comes", quiet.coming(), attacked.coming(), faults);
    judgeMedian("who stays", quiet.staying(), attacked.staying(), MEDIAN_TIMES, faults);
    if (!attack.putsOffNewcomers()) {
      judgeMedian("who comes", quiet.coming(), attacked.coming(), NEWCOMER_TIMES, faults);
    }
    return faults;
  }

  /// True if two servers answer each other endlessly.
  private boolean isLooping() {
    return attack.wantsTwo() && datagrams > LOOPING;
  }

  private static void judge(String who, Answers before, Answers now, List<String> faults) {
    if (!before.isComplete()) {
      faults.add(who + " was not answered before the attack: " + before);
    }
    if (!now.isComplete()) {
      faults.add(
          "%s: %d of %d have no answer".formatted(who, now.asked() - now.answered(), now.asked()));
    }
    if (now.worstMicros() > WORST_MICROS) {
      faults.add("%s: worst %s ms".formatted(who, millis(now.worstMicros())));
    }
  }

  private static void judgeMedian(
      String who, Answers before, Answers now, double times, List<String> faults) {
    double most = times * Math.max(before.medianMicros(), MEDIAN_FLOOR_MICROS);
    if (now.medianMicros() > most) {
      faults.add(
          "%s: median %s ms, before %s ms"
              .formatted(who, millis(now.medianMicros()), millis(before.medianMicros())));
    }
  }

  private static String millis(double micros) {
    return micros < 10_000
        ? String.format(Locale.ROOT, "%.1f", micros / 1e3)
        : Long.toString(Math.round(micros / 1e3));
  }

  /// Returns the honest clients' results and the leftovers, for a cell of a table.
  String cell() {
    List<String> parts = new ArrayList<>();
    unanswered("staying", attacked.staying(), parts);
    unanswered("coming", attacked.coming(), parts);
    if (attacked.staying().answered() > 0) {
      parts.add(times() + ", worst " + millis(worst()) + " ms");
    }
    if (isLooping()) {
      parts.add(String.format(Locale.ROOT, "**loop of %,.0f datagrams/s**", datagrams));
    }
    if (!isAlive) {
      parts.add("**ended**");
    } else if (!later.isComplete()) {
      parts.add("**still not answered afterwards**");
    }
    if (isAlive) {
      parts.add(left.isEmpty() ? "all back" : "left: " + String.join(", ", left));
    }
    return String.join("; ", parts);
  }

  private static void unanswered(String who, Answers now, List<String> parts) {
    if (!now.isComplete()) {
      long percent = Math.max(1, Math.round(100.0 * (now.asked() - now.answered()) / now.asked()));
      parts.add("**" + percent + " % of " + who + " unanswered**");
    }
  }

  /// Returns the median of the clients that stay, as a multiple of the one before.
  private String times() {
    double times = attacked.staying().medianMicros() / quiet.staying().medianMicros();
    return (times < 10 ? String.format(Locale.ROOT, "%.1f", times) : Math.round(times)) + "×";
  }

  private double worst() {
    return Math.max(attacked.staying().worstMicros(), attacked.coming().worstMicros());
  }

  /// Returns the outcome, for programs.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("attack", attack.title());
    json.put("server", server.title());
    json.put("quiet", json(quiet));
    json.put("attacked", json(attacked));
    json.put("later", json(later));
    json.put("left", left);
    json.put("alive", isAlive);
    json.put("done", done);
    json.put("datagrams_per_s", datagrams);
    json.put("others_share_of_a_core", othersShare);
    json.put("faults", faults());
    return json;
  }

  private static Map<String, Object> json(HonestClients.Both both) {
    return Map.of("staying", json(both.staying()), "coming", json(both.coming()));
  }

  private static Map<String, Object> json(Answers answers) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("asked", answers.asked());
    json.put("answered", answers.answered());
    json.put("median_us", answers.medianMicros());
    json.put("worst_us", answers.worstMicros());
    return json;
  }

  @Override
  public String toString() {
    return attack.title()
        + "/"
        + server.title()
        + ": before "
        + quiet
        + ", during "
        + attacked
        + "; "
        + cell();
  }
}
