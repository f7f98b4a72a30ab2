package dev.parley.bench;

import dev.parley.bench.attack.Protocol;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
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

/// A server under attack, in a process of its own; killed when closed.
final class AttackedServer implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("(?i).*\\blistening (?:on .*:)?(\\d+)\\s*");
  private static final int READY_SECONDS = 30;

  /// Maximum lines of its output that are kept; some servers write one for each peer.
  private static final int KEPT_LINES = 1_000;

  private static final Duration JCMD = Duration.ofSeconds(20);

  private final Place place;
  private final Children children;
  private final ServerKind kind;
  private final Process process;
  private final int port;

  private AttackedServer(
      Place place, Children children, ServerKind kind, Process process, int port) {
    this.place = place;
    this.children = children;
    this.kind = kind;
    this.process = process;
    this.port = port;
  }

  /// Starts a server and waits until it listens.
  ///
  /// @param before words before its command
  /// @throws Unavailable if it cannot run here; the message is its own
  static AttackedServer start(
      Place place, Children children, ServerKind kind, Protocol protocol, List<String> before)
      throws IOException, InterruptedException, Unavailable {
    Credentials _ = Credentials.of(place, children);
    List<String> command = new ArrayList<>(before);
    command.addAll(kind.command(place, children, protocol));
    Path log = place.logs().resolve("attacked-" + kind.title() + ".txt");
    Process process = children.start(new ProcessBuilder(command).redirectErrorStream(true));
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("output").start(() -> read(process, log, port));
    try {
      return new AttackedServer(
          place, children, kind, process, port.get(READY_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      children.end(process);
      throw new Unavailable(kind.title() + " does not listen: " + Command.lastLine(log));
    }
  }

  /// Reads all of its output, so that it never blocks on us.
  private static void read(Process process, Path log, CompletableFuture<Integer> port) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter kept = Files.newBufferedWriter(log)) {
      int count = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (count++ < KEPT_LINES) {
          kept.write(line);
          kept.newLine();
          kept.flush();
        }
        Matcher listening = LISTENING.matcher(line);
        if (!port.isDone() && listening.matches()) {
          port.complete(Integer.valueOf(listening.group(1)));
        }
      }
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
    port.completeExceptionally(new IOException("it ended"));
  }

  /// Returns its pid.
  long pid() {
    return process.pid();
  }

  /// Returns its port on 127.0.0.1.
  int port() {
    return port;
  }

  /// False once its process has ended.
  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits for `time`, or until its process has ended; blocks.
  void settle(Duration time) throws InterruptedException {
    boolean _ = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Returns the resources that it holds. For a server on a JVM the memory is that of its live
  /// objects, after a full collection.
  ///
  /// @throws Unavailable if it does not answer, or is gone
  Resources resources() throws IOException, InterruptedException, Unavailable {
    Resources held = Resources.of(pid());
    return kind.isJvm() ? held.withMemory(heapBytes()) : held;
  }

  /// Returns the resources that it holds, without a collection.
  Resources countable() throws IOException, Unavailable {
    return Resources.of(pid());
  }

  private long heapBytes() throws IOException, InterruptedException, Unavailable {
    String _ = jcmd("GC.run");
    return Footprint.usedBytes(jcmd("GC.heap_info"));
  }

  private String jcmd(String command) throws IOException, InterruptedException, Unavailable {
    return Command.run(
        children,
        place.logs().resolve("jcmd.txt"),
        JCMD,
        List.of(Place.jdk("jcmd"), Long.toString(pid()), command));
  }

  @Override
  public void close() {
    children.end(process);
  }
}
