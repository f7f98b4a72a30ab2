package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Describes the environment that the figures depend on: the machine, the versions, the options.
final class Machine {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double CALM_LOAD = 0.5;
  private static final Pattern JAR =
      Pattern.compile("(netty-transport|vertx-core)-(\\d[^/:]*)\\.jar");

  private Machine() {}

  /// Returns name and value of each fact that could be determined.
  static Map<String, Object> describe(Place place, Children children)
      throws IOException, InterruptedException {
    Map<String, Object> facts = new LinkedHashMap<>();
    String cpu = text("/proc/cpuinfo");
    facts.put("cpu", first(cpu, "model name\\s*:\\s*(.*)"));
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("virtual", cpu.contains(" hypervisor") ? "yes" : "no sign of it");
    facts.put("governor", orUnknown(text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
    facts.put("memory", first(text("/proc/meminfo"), "MemTotal:\\s*(.*)"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("jdk", System.getProperty("java.vm.vendor") + " " + Runtime.version());
    facts.put("jvm_options", String.join(" ", Program.JVM_OPTIONS));
    facts.put("parley", revision(place, children, place.root()));
    Matcher jar = JAR.matcher(place.classPath());
    while (jar.find()) {
      facts.put(jar.group(1).equals("vertx-core") ? "vertx" : "netty", jar.group(2));
    }
    facts.put("gcc", said(place, children, "gcc", "--version"));
    facts.put("python", said(place, children, "python3", "--version"));
    facts.put("strace", said(place, children, "strace", "--version"));
    facts.put("load_before", orUnknown(text("/proc/loadavg")));
    return facts;
  }

  /// Returns a warning if other processes are busy on this machine: their work makes every figure
  /// doubtful, and the servers' batches larger.
  static Optional<String> busyness() throws IOException {
    String load = text("/proc/loadavg").split(" ", -1)[0];
    return load.isEmpty() || Double.parseDouble(load) <= CALM_LOAD
        ? Optional.empty()
        : Optional.of(
            "warning: the load average is " + load + "; measure again when the machine is idle");
  }

  /// Returns the commit of a checkout.
  static String revision(Place place, Children children, Path checkout)
      throws IOException, InterruptedException {
    String root = checkout.toString();
    String commit = said(place, children, "git", "-C", root, "rev-parse", "--short=12", "HEAD");
    String changed =
        said(
            place, children, "git", "-C", root, "status", "--porcelain", "core", "services", "cli");
    return changed.equals("unknown") ? commit : commit + " with changes";
  }

  private static String said(Place place, Children children, String... command)
      throws IOException, InterruptedException {
    try {
      Path log = place.logs().resolve("machine.txt");
      return Place.has(command[0])
          ? orUnknown(Command.run(children, log, PATIENCE, List.of(command)))
          : "none";
    } catch (Unavailable _) {
      return "unknown";
    }
  }

  private static String text(String file) throws IOException {
    Path path = Path.of(file);
    return Files.isReadable(path) ? Files.readString(path) : "";
  }

  private static String orUnknown(String text) {
    return text.lines().findFirst().filter(line -> !line.isBlank()).orElse("unknown").strip();
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1).strip() : "unknown";
  }
}
