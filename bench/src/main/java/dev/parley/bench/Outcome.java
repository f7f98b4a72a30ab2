package dev.parley.bench;

import dev.parley.bench.attack.Answers;
import dev.parley.bench.attack.Attacks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One attack on one server, and how it was borne.
///
/// @param quiet how honest clients were answered seconds before
/// @param attacked how they were answered meanwhile
/// @param later how they were answered once it was over
/// @param left what the server holds more than before, once it had time to let go
/// @param isAlive false if its process has ended
/// @param done what the attackers did, in an unit of their own
/// @param datagrams datagrams that the kernel delivered a second, in and out, where it was asked
/// @param othersShare the share of one core that went to processes which are not ours, while it was
///   measured
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

  /// What an honest client's median may be of its own before.
  static final double MEDIAN_TIMES = 2;

  /// A median is not held against less than this: an answer over loopback takes a tenth of it, most
  /// of which is two processes being woken, and a core that is busy wakes nobody as fast.
  static final double MEDIAN_FLOOR_MICROS = 1_000;

  /// The longest that an honest client may wait.
  static final double WORST_MICROS = 200_000;

  /// Datagrams a second between two servers and their honest clients that are no loop: the clients'
  /// own are 1,700.
  static final double LOOPING = 10_000;

  /// More of a core than this that others have makes a failure doubtful.
  private static final double DISTURBED = 0.1;

  /// True if others were so busy on this machine that the times say little.
  boolean isDisturbed() {
    return othersShare > DISTURBED;
  }

  /// Everything that an honest client must not notice, or a server must not keep, for people.
  List<String> faults() {
    List<String> faults = lasting();
    faults.addAll(delays());
    return faults;
  }

  /// Of [#faults], those that no other work on the machine can cause.
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

  /// Of [#faults], the others: answers that came late or not at all.
  List<String> delays() {
    List<String> faults = new ArrayList<>();
    judge("who stays", quiet.staying(), attacked.staying(), faults);
    judge("who comes", quiet.coming(), attacked.coming(), faults);
    judgeMedian("who stays", quiet.staying(), attacked.staying(), faults);
    if (!attack.putsOffNewcomers()) {
      judgeMedian("who comes", quiet.coming(), attacked.coming(), faults);
    }
    return faults;
  }

  /// True if two servers answer each other without end.
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

  private static void judgeMedian(String who, Answers before, Answers now, List<String> faults) {
    double most = MEDIAN_TIMES * Math.max(before.medianMicros(), MEDIAN_FLOOR_MICROS);
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

  /// What the honest clients saw and what is left, for a cell of a table.
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

  /// The median of those who stay, as a multiple of what it was before.
  private String times() {
    double times = attacked.staying().medianMicros() / quiet.staying().medianMicros();
    return (times < 10 ? String.format(Locale.ROOT, "%.1f", times) : Math.round(times)) + "×";
  }

  private double worst() {
    return Math.max(attacked.staying().worstMicros(), attacked.coming().worstMicros());
  }

  /// Everything, for programs.
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
