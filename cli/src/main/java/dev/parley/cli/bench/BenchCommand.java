package dev.parley.cli.bench;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.size;
import static dev.parley.cli.command.Declaration.time;

import dev.parley.ClientOptions;
import dev.parley.cli.command.BuildInfo;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.Signals;
import dev.parley.cli.io.PrintedOutput;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.option.AddressOptions;
import dev.parley.cli.option.FramingOptions;
import dev.parley.cli.option.SecurityOptions;
import dev.parley.cli.option.TlsOptions;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.load.BenchReport;
import dev.parley.load.Load;
import dev.parley.load.LoadRun;
import dev.parley.load.Usage;
import dev.parley.session.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley bench`: puts a load on a server and measures it.
///
/// ```
///   options ─▶ Load ─▶ FirstAnswer: what is right? ─▶ LoadRun ─▶ BenchReport ─▶ table, JSON, page ─▶ exit code
/// ```
public final class BenchCommand implements Callable<Integer> {
  private static final int DEFAULT_SIZE = 64;

  private @Nullable CommandSpec spec;
  private List<String> words = List.of();
  private int connections = 10;
  private @Nullable Integer size;
  private @Nullable Integer depth;
  private @Nullable Integer rate;
  private Duration duration = Duration.ofSeconds(10);
  private Duration warmup = Duration.ofSeconds(2);
  private int idle;
  private int loops = 1;
  private ExpectArgument.Wish expect = ExpectArgument.Wish.AUTO;
  private Duration late = Duration.ofSeconds(1);
  private Duration timeout = Duration.ofSeconds(5);
  private @Nullable Long pid;
  private boolean json;
  private @Nullable Path page;

  private final AddressOptions addresses = new AddressOptions();
  private final FramingOptions framings = FramingOptions.ofBench();
  private final SecurityOptions securities = new SecurityOptions();
  private final TlsOptions tls = new TlsOptions();

  private final Clock clock = Clock.system();
  private final boolean takesSignals;

  /// Creates the command of a program, ended by signals.
  public BenchCommand() {
    this(true);
  }

  /// @param takesSignals false in a training run
  public BenchCommand(boolean takesSignals) {
    this.takesSignals = takesSignals;
  }

  /// Returns the command's picocli declaration.
  public CommandSpec spec() {
    CommandSpec bench = Declaration.command("bench", this);
    spec = bench;
    bench.addPositional(AddressOptions.serverWords(values -> words = values));
    declareLoad(bench);
    declareReport(bench);
    return bench
        .addMixin("address", Declaration.group(addresses::declare))
        .addMixin("framing", Declaration.group(framings::declare))
        .addMixin("security", Declaration.group(securities::declare))
        .addMixin("tls", Declaration.group(tls::declareCalling));
  }

  private void declareLoad(CommandSpec bench) {
    bench.addOption(number(value -> connections = value, "-c", "--connections").build());
    bench.addOption(size(value -> size = value, "-s", "--size").build());
    bench.addOption(number(value -> depth = value, "--depth").build());
    bench.addOption(number(value -> rate = value, "--rate").build());
    bench.addOption(time(value -> duration = value, "-d", "--duration").build());
    bench.addOption(time(value -> warmup = value, "--warmup").build());
    bench.addOption(number(value -> idle = value, "--idle").build());
    bench.addOption(number(value -> loops = value, "--loops").build());
    bench.addOption(
        option(ExpectArgument.Wish.class, value -> expect = value, "--expect")
            .paramLabel("WHAT")
            .converters(new ExpectArgument())
            .build());
    bench.addOption(time(value -> late = value, "--late").build());
    bench.addOption(time(value -> timeout = value, "--timeout").build());
  }

  private void declareReport(CommandSpec bench) {
    bench.addOption(option(Long.class, value -> pid = value, "--pid").paramLabel("PID").build());
    bench.addOption(flag(isSet -> json = isSet, "--json").build());
    bench.addOption(file(value -> page = value, "--report").build());
  }

  @Override
  public Integer call() throws InterruptedException {
    Address address = addresses.server(words);
    BenchNotes notes = BenchNotes.onStandardError(json);
    Load asked = load(address);
    BenchChecks.check(asked, framings.isChosen());
    ReportFile file = page == null ? null : ReportFile.at(page);
    BenchChecks.checkOpenFiles(asked);
    ClientOptions options = options(asked, notes);
    if (pid != null && Usage.of(pid).isEmpty()) {
      throw Failure.usage(Texts.problem("bench.no-process", pid));
    }
    Load load =
        asked.withExpectation(
            new FirstAnswer(asked, expect, options, timeout, notes).expectation());
    return run(load, options, notes, file);
  }

  private Load load(Address address) {
    if (rate != null && depth != null) {
      throw Failure.usage(Texts.problem("bench.two-loops"));
    }
    return new Load(
        address,
        framings.framing(),
        framings.replyFraming(),
        BenchChecks.number("--connections", connections, 1, 1_000_000),
        BenchChecks.number("--idle", idle, 0, 1_000_000),
        BenchChecks.number("--size", messageSize(), 1, 1 << 30),
        rate != null ? 0 : BenchChecks.number("--depth", depth == null ? 1 : depth, 1, 1_000_000),
        rate == null ? 0 : BenchChecks.number("--rate", rate, 1, 100_000_000),
        BenchChecks.number("--loops", loops, 1, 1024),
        warmup,
        duration,
        late,
        expect.known());
  }

  private int messageSize() {
    if (size != null) {
      return size;
    }
    int fixed = framings.framing().fixedLength();
    return fixed > 0 ? fixed : DEFAULT_SIZE;
  }

  private ClientOptions options(Load load, BenchNotes notes) {
    try {
      ClientOptions options = load.options();
      return options
          .withSecurity(securities.security(notes::note))
          .withTls(tls.calling(load.address(), notes::note, clock))
          .withConnectTimeout(timeout)
          .withTimeouts(options.timeouts().withLogin(timeout));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  private int run(Load load, ClientOptions options, BenchNotes notes, @Nullable ReportFile file) {
    LoadRun run = new LoadRun(load, options, clock, notes);
    AtomicInteger signal = new AtomicInteger();
    Signals signals =
        takesSignals
            ? Signals.take(code -> {
              signal.set(code);
              run.stop();
            })
            : null;
    try {
      Optional<BenchReport> measured = run.run(pid == null ? 0 : pid);
      notes.done();
      if (signals != null) {
        signals.ending();
      }
      if (measured.isEmpty()) {
        notes.note(Texts.problem("bench.ended-early"));
        return signal.get();
      }
      BenchReport report = measured.get();
      BenchChecks.remarks(report).forEach(notes::note);
      try {
        print(json ? BenchJson.line(report) : BenchTable.text(report));
      } finally { // write the page even if stdout fails
        if (file != null) {
          file.write(BenchPage.html(report, about(notes)));
        }
      }
      return exitCode(report, signal.get());
    } catch (IOException e) {
      notes.done();
      if (signal.get() != 0) {
        return signal.get();
      }
      throw Failure.network(e);
    }
  }

  /// Returns what the page says about the run besides its figures.
  private BenchPage.About about(BenchNotes notes) {
    List<String> command =
        spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    return new BenchPage.About(
        clock.now(),
        "parley " + String.join(" ", command),
        new BuildInfo().getVersion()[0],
        notes.told());
  }

  /// @throws Failure if it cannot be written
  private static void print(String text) {
    try {
      StandardOutput.stdout()
          .write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw Failure.network(PrintedOutput.problem(e), e);
    }
  }

  private static int exitCode(BenchReport report, int signal) {
    if (signal != 0) {
      return signal;
    }
    if (report.wrong() > 0) {
      return ExitCode.PROTOCOL;
    }
    return report.failedConnections() > 0 || report.messages() == 0
        ? ExitCode.NETWORK
        : ExitCode.FINE;
  }
}
