package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A listening contender in a process of its own, in an empty folder that is deleted with it, until
/// it is closed.
final class RunningServer implements AutoCloseable {
  private static final int READY_SECONDS = 300;

  private final Children children;
  private final Process process;
  private final Contender contender;
  private final Path folder;
  private final int port;

  private RunningServer(
      Children children, Process process, Contender contender, Path folder, int port) {
    this.children = children;
    this.process = process;
    this.contender = contender;
    this.folder = folder;
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
    Path folder = place.folder(contender.title());
    Process process =
        children.start(
            new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile()));
    try {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      Pattern listening = contender.program().listening();
      Optional<Integer> port =
          CompletableFuture.supplyAsync(() -> port(output, listening))
              .get(READY_SECONDS, TimeUnit.SECONDS);
      if (port.isEmpty()) {
        process.waitFor(1, TimeUnit.SECONDS);
        throw new Unavailable(Command.lastLine(log));
      }
      return new RunningServer(children, process, contender, folder, port.get());
    } catch (Unavailable e) {
      end(children, process, folder);
      throw e;
    } catch (ExecutionException | TimeoutException e) {
      end(children, process, folder);
      throw new Unavailable("not ready after " + READY_SECONDS + " s; see " + log);
    }
  }

  private static Optional<Integer> port(BufferedReader output, Pattern listening) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher matcher = listening.matcher(line);
        if (matcher.matches()) {
          return Optional.of(Integer.parseInt(matcher.group(1)));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Children children, Process process, Path folder) {
    children.end(process);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What is left lies in the build's own folder.
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
    end(children, process, folder);
  }
}
