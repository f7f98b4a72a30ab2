package dev.parley.cli;

import dev.parley.cli.bench.BenchCommand;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.HelpSections;
import dev.parley.cli.command.NumberArgument;
import dev.parley.cli.command.OtherTools;
import dev.parley.cli.command.ShortHelp;
import dev.parley.cli.connect.ConnectCommand;
import dev.parley.cli.history.HistoryCommand;
import dev.parley.cli.io.FullMemory;
import dev.parley.cli.io.NativeText;
import dev.parley.cli.io.PrintedOutput;
import dev.parley.cli.key.CertCommand;
import dev.parley.cli.key.KeygenCommand;
import dev.parley.cli.key.PasswdCommand;
import dev.parley.cli.port.PortCommand;
import dev.parley.cli.report.FailureReport;
import dev.parley.cli.serve.ServeCommand;
import dev.parley.cli.terminal.Person;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The `parley` command. Without arguments at a terminal it asks what to do.
public final class Main implements Callable<Integer> {
  /// A command and its declaration, in a form that picocli accepts: a [CommandSpec], or an object
  /// with annotations. Only the command that is called is declared.
  private record Verb(String name, Supplier<CommandSpec> command) {}

  private static final List<Verb> VERBS =
      List.of(
          new Verb("serve", () -> new ServeCommand().spec()),
          new Verb("connect", () -> new ConnectCommand().spec()),
          new Verb("keygen", () -> new KeygenCommand().spec()),
          new Verb("passwd", () -> new PasswdCommand().spec()),
          new Verb("history", () -> new HistoryCommand().spec()),
          new Verb("bench", () -> new BenchCommand().spec()),
          new Verb("cert", () -> new CertCommand().spec()),
          new Verb("port", () -> new PortCommand().spec()));

  static {
    // Excludes unused converters, for which picocli would reflect on 17 classes.
    System.setProperty("picocli.converters.excludes", "java[.](sql|time)[.].*");
    nameSelectors();
  }

  private final CommandSpec spec = Declaration.command("parley", this);

  private Main() {}

  /// Runs the command line and ends the process with its exit code.
  static void main(String[] args) {
    FullMemory.ofThisProcess().install();
    Locale.setDefault(Locale.ROOT); // our output is for programs, too: 16.8 is 16.8 everywhere
    FailureReport failures = FailureReport.of(args);
    Problem refusal = NativeText.refusal(args);
    int exitCode = refusal == null ? run(failures, args) : failures.print(Failure.usage(refusal));
    // With 0 the process ends by itself: all our threads are daemons. System.exit would first look
    // for a logger, which takes longer than --version does.
    if (exitCode != ExitCode.FINE) {
      System.exit(exitCode);
    }
  }

  /// Names the JDK's own selector provider. Without the property the JDK opens every jar in search
  /// of others, which costs 10 ms or more at startup. On JDKs with another provider the search
  /// remains.
  private static void nameSelectors() {
    String property = "java.nio.channels.spi.SelectorProvider";
    String ofLinux = "sun.nio.ch.EPollSelectorProvider";
    if (System.getProperty(property) == null) {
      try {
        Class.forName(ofLinux);
        System.setProperty(property, ofLinux);
      } catch (ClassNotFoundException _) {
        // Not Linux, or another JDK.
      }
    }
  }

  /// Runs one command line in this process and returns its exit code.
  static int run(String... args) {
    return run(FailureReport.of(args), args);
  }

  private static int run(FailureReport failures, String... args) {
    PrintedOutput stdout = new PrintedOutput();
    String[] understood = OtherTools.understood(Main::isCommand, args);
    int exitCode =
        commandLine(failures, understood)
            .setOut(stdout.writer())
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(understood);
    IOException failure = stdout.failure();
    if (failure == null) {
      return exitCode;
    }
    int lost = failures.print(Failure.network(PrintedOutput.problem(failure), failure));
    return exitCode == ExitCode.FINE ? lost : exitCode;
  }

  /// Returns the command with all of its subcommands.
  public static CommandLine whole() {
    return commandLine(new FailureReport(false), "--help");
  }

  private static CommandLine commandLine(FailureReport failures, String... args) {
    CommandLine line = new CommandLine(new Main().spec);
    for (Verb verb : VERBS) {
      if (isNeeded(verb, args)) {
        line.addSubcommand(verb.name(), verb.command().get());
      }
    }
    return prepared(line, failures);
  }

  private static boolean isCommand(String word) {
    return VERBS.stream().anyMatch(verb -> verb.name().equals(word));
  }

  /// True if `verb` is needed to handle `args`: it is called, or no command is, in which case the
  /// help or the error message lists all of them.
  private static boolean isNeeded(Verb verb, String... args) {
    String first = args.length == 0 ? "" : args[0];
    if (isCommand(first)) {
      return verb.name().equals(first);
    }
    return args.length != 1 || !(first.equals("--version") || first.equals("-V"));
  }

  /// Runs `command` as if it had been called; for [Training].
  static int run(CommandSpec command, String... args) {
    return prepared(new CommandLine(command), FailureReport.of(args)).execute(args);
  }

  private static CommandLine prepared(CommandLine line, FailureReport failures) {
    HelpSections.install(line);
    Ansi bold = Terminals.understandSequences() ? Ansi.AUTO : Ansi.OFF;
    return line.setColorScheme(Help.defaultColorScheme(bold))
        .setExpandAtFiles(false) // --text @name is a text
        .registerConverter(Integer.class, new NumberArgument())
        .registerConverter(Long.class, new NumberArgument.Wide())
        .registerConverter(Boolean.class, new NumberArgument.YesOrNo())
        .setExecutionStrategy(ShortHelp::execute)
        .setParameterExceptionHandler((e, _) -> failures.print(invalid(e)))
        .setExecutionExceptionHandler((e, _, _) -> failures.print(failure(e)));
  }

  @Override
  public Integer call() throws IOException {
    if (Terminals.stdin() && Terminals.stderr()) {
      List<String> answers = Questions.ask(Person.atTerminal());
      return answers.isEmpty() ? ExitCode.FINE : run(answers.toArray(String[]::new));
    }
    spec.commandLine().usage(System.err);
    return ExitCode.USAGE;
  }

  /// Returns the failure of a command line that cannot be parsed.
  private static Failure invalid(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    Problem wrong = WrongUsage.problem(e);
    return new Failure(ExitCode.USAGE, Texts.problem("main.see-help", wrong, command), wrong, e);
  }

  /// Returns the failure of a command that threw `e`.
  private static Failure failure(Exception e) {
    return e instanceof Failure failure
        ? failure
        : new Failure(
            ExitCode.DEFECT,
            Texts.variantProblem(
                "main.defect", Failure.showsTraces() ? "" : "-without-trace", e.toString()),
            e);
  }
}
