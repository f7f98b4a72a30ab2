package dev.parley.cli.bench;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.ClientOptions;
import dev.parley.cli.command.BuildInfo;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.DurationArgument;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.Signals;
import dev.parley.cli.command.SizeArgument;
import dev.parley.cli.io.PrintedOutput;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.option.AddressOptions;
import dev.parley.cli.option.FramingOptions;
import dev.parley.cli.option.SecurityOptions;
import dev.parley.cli.option.TlsOptions;
import dev.parley.cli.text.ProblemTexts;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `parley bench`: puts a load on a server and measures it.
///
/// ```
///   options ─▶ Load ─▶ FirstAnswer: what is right? ─▶ LoadRun ─▶ BenchReport ─▶ table, JSON, page ─▶ exit code
/// ```
public final class BenchCommand implements Callable<Integer> {
  private static final int DEFAULT_SIZE = 64;

  private static final String[] DESCRIPTION = {
    "Put a load on a server and measure it.",
    "",
    "Closed loop (--depth): each connection keeps so many requests in flight; the",
    "next leaves when an answer comes. Open loop (--rate): requests leave by the",
    "clock and latency counts from when each was due, so that a server that stalls",
    "is charged for what would have come meanwhile. Answers are checked. The figures",
    "go to stdout, everything else to stderr."
  };

  private static final String[] FOOTER = {
    "",
    "Exit codes: 0 fine, 1 a connection failed, 2 wrong usage, 3 login refused,",
    "4 answers were wrong, 130 and 143 after SIGINT and SIGTERM, which end the run",
    "and print what was measured so far.",
    "",
    "Examples:",
    "  parley bench tcp://127.0.0.1:9000 -c 100 --depth 32 --framing length",
    "  parley bench udp://127.0.0.1:9000 --rate 50000 --size 200",
    "  parley bench --rate 1000 --pid 4711 --report report.html"
  };

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
  private long pid;
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
    bench
        .usageMessage()
        .sortOptions(false)
        .customSynopsis("parley bench [ADDRESS | HOST PORT] [OPTION]...")
        .description(DESCRIPTION)
        .optionListHeading("%nLoad:%n")
        .footer(FOOTER);
    bench.addPositional(AddressOptions.serverWords(values -> words = values));
    declareLoad(bench);
    declareReport(bench);
    return bench
        .addMixin("addresses", Declaration.group(addresses::declare))
        .addMixin("framings", Declaration.group(framings::declare))
        .addMixin("securities", Declaration.group(securities::declare))
        .addMixin("tls", Declaration.group(tls::declareCalling));
  }

  private void declareLoad(CommandSpec bench) {
    bench.addOption(
        option(Integer.class, value -> connections = value, "-c", "--connections")
            .paramLabel("N")
            .description("Connections that send; over UDP, sockets. Default: 10")
            .build());
    bench.addOption(
        option(Integer.class, value -> size = value, "-s", "--size")
            .paramLabel("SIZE")
            .converters(new SizeArgument.Small())
            .description("Bytes of a message. Default: 64, or N with --framing fixed:N")
            .build());
    bench.addOption(
        option(Integer.class, value -> depth = value, "--depth")
            .paramLabel("N")
            .description(
                "Closed loop: requests in flight on each connection. Default: 1, without --rate")
            .build());
    bench.addOption(
        option(Integer.class, value -> rate = value, "--rate")
            .paramLabel("N")
            .description("Open loop: requests a second, all connections together")
            .build());
    bench.addOption(
        time(value -> duration = value, "-d", "--duration")
            .description("How long to measure. Default: 10s")
            .build());
    bench.addOption(
        time(value -> warmup = value, "--warmup")
            .description("How long the load is on before that. Default: 2s")
            .build());
    bench.addOption(
        option(Integer.class, value -> idle = value, "--idle")
            .paramLabel("N")
            .description(
                "Connections more that say nothing; to a loopback server from 127.0.0.2 and on, so"
                    + " that 10,000 and more fit. Default: 0")
            .build());
    bench.addOption(
        option(Integer.class, value -> loops = value, "--loops")
            .paramLabel("N")
            .description("Threads that carry the load. Default: 1")
            .build());
    bench.addOption(
        option(ExpectArgument.Wish.class, value -> expect = value, "--expect")
            .paramLabel("WHAT")
            .converters(new ExpectArgument())
            .description(
                "What a right answer is: echo, upper, any (not looked at), auto (whichever of the"
                    + " first two the first answer is). Default: auto")
            .build());
    bench.addOption(
        time(value -> late = value, "--late")
            .description("UDP: an answer after that is late, none is lost. Default: 1s")
            .build());
    bench.addOption(
        time(value -> timeout = value, "--timeout")
            .description("How long connecting and the first answer may take. Default: 5s")
            .build());
  }

  private static OptionSpec.Builder time(Consumer<Duration> field, String... names) {
    return option(Duration.class, field, names)
        .paramLabel("TIME")
        .converters(new DurationArgument());
  }

  private void declareReport(CommandSpec bench) {
    bench.addOption(
        option(Long.class, value -> pid = value, "--pid")
            .paramLabel("PID")
            .description(
                "The server's process: measure its processor time per message and its memory")
            .build());
    bench.addOption(
        flag(isSet -> json = isSet, "--json")
            .description("Print the figures as a JSON object, see docs/BENCH.md")
            .build());
    bench.addOption(
        option(Path.class, value -> page = value, "--report")
            .paramLabel("FILE")
            .description("Write a page with charts too: one HTML file that needs no other")
            .build());
  }

  @Override
  public Integer call() throws InterruptedException {
    Address address = addresses.server(words);
    BenchNotes notes = BenchNotes.onStandardError();
    Load asked = load(address);
    BenchChecks.check(asked, framings.isChosen());
    ReportFile file = page == null ? null : ReportFile.at(page);
    BenchChecks.checkOpenFiles(asked);
    ClientOptions options = options(asked, notes);
    if (pid != 0 && Usage.of(pid).isEmpty()) {
      throw Failure.usage("there is no process " + pid + ", or the system does not tell about it");
    }
    Load load =
        asked.withExpectation(FirstAnswer.expectation(asked, expect, options, timeout, notes));
    return run(load, options, notes, file);
  }

  private Load load(Address address) {
    if (rate != null && depth != null) {
      throw Failure.usage("--depth is a closed loop and --rate an open one; choose one of them");
    }
    return new Load(
        address,
        framings.framing(),
        framings.replyFraming(),
        BenchChecks.number("--connections", connections, 1, 1_000_000),
        BenchChecks.number("--idle", idle, 0, 1_000_000),
        BenchChecks.number("--size", size(), 1, 1 << 30),
        rate != null ? 0 : BenchChecks.number("--depth", depth == null ? 1 : depth, 1, 1_000_000),
        rate == null ? 0 : BenchChecks.number("--rate", rate, 1, 100_000_000),
        BenchChecks.number("--loops", loops, 1, 1024),
        warmup,
        duration,
        late,
        expect.known());
  }

  private int size() {
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
      throw Failure.usage(ProblemTexts.sentence(e));
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
      Optional<BenchReport> measured = run.run(pid);
      notes.done();
      if (signals != null) {
        signals.ending();
      }
      if (measured.isEmpty()) {
        notes.note("ended before the measuring began");
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
      throw Failure.network(ProblemTexts.sentence(e), e);
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
      throw Failure.network(PrintedOutput.sentence(e), e);
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
