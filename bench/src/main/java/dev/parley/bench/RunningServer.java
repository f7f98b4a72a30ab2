package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A listening contender in a process of its own, until it is closed.
final class RunningServer implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening (\\d+)");
  private static final int READY_SECONDS = 20;

  private final Children children;
  private final Process process;
  private final Contender contender;
  private final int port;

  private RunningServer(Children children, Process process, Contender contender, int port) {
    this.children = children;
    this.process = process;
    this.contender = contender;
    this.port = port;
  }

  /// Starts a contender and waits until it listens.
  ///
  /// @param options more options of a JVM
  /// @throws Unavailable if it cannot run here; the message is its own
  static RunningServer start(
      Place place, Children children, Contender contender, int threads, List<String> options)
      throws IOException, InterruptedException, Unavailable {
    Path log = place.logs().resolve(contender.title() + ".txt");
    List<String> all = new ArrayList<>(options);
    if (contender.protection() != Protection.NONE) {
      all.add("-D" + Credentials.PROPERTY + "=" + Credentials.of(place, children).directory());
    }
    List<String> command = contender.program().command(place, children, threads, all);
    Process process = children.start(new ProcessBuilder(command).redirectError(log.toFile()));
    try {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      String line =
          CompletableFuture.supplyAsync(() -> readLine(output))
              .get(READY_SECONDS, TimeUnit.SECONDS);
      Matcher listening = LISTENING.matcher(line);
      if (!listening.matches()) {
        process.waitFor(1, TimeUnit.SECONDS);
        throw new Unavailable(Command.lastLine(log));
      }
      return new RunningServer(children, process, contender, Integer.parseInt(listening.group(1)));
    } catch (Unavailable e) {
      children.end(process);
      throw e;
    } catch (ExecutionException | TimeoutException e) {
      children.end(process);
      throw new Unavailable("not ready after " + READY_SECONDS + " s; see " + log);
    }
  }

  private static String readLine(BufferedReader output) {
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the pid.
  long pid() {
    return process.pid();
  }

  /// Returns its port on 127.0.0.1.
  int port() {
    return port;
  }

  /// Returns its address in the generator's form.
  String address() {
    return contender.scheme() + "://127.0.0.1:" + port;
  }

  /// Leaves the server idle for `time`; blocks.
  ///
  /// @throws Unavailable if it ends meanwhile
  void settle(Duration time) throws InterruptedException, Unavailable {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Unavailable("it ended by itself");
    }
  }

  /// Returns its anonymous memory in bytes: heaps, stacks, code, buffers; without files and the
  /// kernel's socket buffers (proc(5), `RssAnon`).
  ///
  /// @throws Unavailable if the system does not report it
  long residentBytes() throws IOException, Unavailable {
    Path status = Path.of("/proc", Long.toString(pid()), "status");
    if (!Files.exists(status)) {
      throw new Unavailable("there is no " + status);
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow(() -> new Unavailable("the system does not tell RssAnon"));
    }
  }

  @Override
  public void close() {
    children.end(process);
  }
}
