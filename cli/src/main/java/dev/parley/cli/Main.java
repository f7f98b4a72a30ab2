package dev.parley.cli;

import dev.parley.frame.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `parley` command. Alone at a terminal it asks what to do.
@Command(
    name = "parley",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Talk over TCP and UDP.",
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "Exit codes: 0 fine, 1 network failure, 2 wrong usage or configuration, 3 login",
      "refused, 4 the peer broke the protocol, 70 a defect of Parley, 130 and 143 after",
      "SIGINT and SIGTERM. PARLEY_DEBUG=1 shows where a failure came from.",
      "",
      "Examples:",
      "  parley serve upper                    on tcp and udp, 127.0.0.1:9000",
      "  printf 'hello\\n' | parley connect     prints HELLO",
      "  parley port 9000                      who has the port?"
    })
final class Main implements Callable<Integer> {
  /// A command and how it is made. Making one reads its annotations, so only the one that is called
  /// is made.
  private record Verb(String name, Supplier<Object> command) {}

  private static final List<Verb> VERBS =
      List.of(
          new Verb("serve", ServeCommand::new),
          new Verb("connect", ConnectCommand::new),
          new Verb("bench", BenchCommand::new),
          new Verb("port", PortCommand::new));

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /// Runs the command line and ends the process with its exit code.
  static void main(String[] args) {
    System.exit(run(args));
  }

  /// Runs one command line in this process and returns its exit code.
  static int run(String... args) {
    return commandLine(args).execute(args);
  }

  private static CommandLine commandLine(String... args) {
    String first = args.length == 0 ? "" : args[0];
    boolean isVerb = VERBS.stream().anyMatch(verb -> verb.name().equals(first));
    CommandLine line = new CommandLine(new Main());
    for (Verb verb : VERBS) {
      if (!isVerb || verb.name().equals(first)) {
        line.addSubcommand(verb.name(), verb.command().get());
      }
    }
    return prepared(line);
  }

  /// Runs `command` as if it were the called one; for [Training].
  static int run(Object command, String... args) {
    return prepared(new CommandLine(command)).execute(args);
  }

  private static CommandLine prepared(CommandLine line) {
    HelpSections.install(line);
    return line.setExpandAtFiles(false) // --text @name is a text
        .setParameterExceptionHandler((e, _) -> refuse(e))
        .setExecutionExceptionHandler((e, _, _) -> fail(e));
  }

  @Override
  public Integer call() throws IOException {
    if (Terminals.stdin() && Terminals.stderr()) {
      List<String> answers = Questions.ask(Questions.terminal());
      return answers.isEmpty() ? ExitCode.FINE : run(answers.toArray(String[]::new));
    }
    spec.commandLine().usage(System.err);
    return ExitCode.USAGE;
  }

  /// A command line that makes no sense, in one line.
  private static int refuse(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return refuse(sentence(e) + "; see " + command + " --help", ExitCode.USAGE, e);
  }

  private static String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      List<String> alike = unmatched.getSuggestions();
      String what = unmatched.isUnknownOption() ? "unknown option " : "nothing known is called ";
      return what
          + "'"
          + word
          + "'"
          + (alike.isEmpty() ? "" : ", did you mean " + String.join(" or ", alike) + "?");
    }
    String message = String.valueOf(e.getMessage());
    return message.isEmpty()
        ? "this makes no sense"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  /// A command that ended early.
  private static int fail(Exception e) {
    return e instanceof Failure failure
        ? refuse(failure.sentence(), failure.exitCode(), e)
        : refuse(
            "a defect of Parley, please report it: "
                + e
                + (isDebug() ? "" : " (PARLEY_DEBUG=1 shows where)"),
            ExitCode.DEFECT,
            e);
  }

  private static int refuse(String sentence, int exitCode, Exception cause) {
    System.err.println("parley: " + Printable.line(sentence));
    if (isDebug()) {
      System.err.println(EventText.trace(cause));
    }
    return exitCode;
  }

  /// True if failures are to be shown with their stack traces: PARLEY_DEBUG=1.
  static boolean isDebug() {
    return "1".equals(System.getenv("PARLEY_DEBUG"));
  }

  /// The version that Maven wrote into the module descriptor.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "parley " + Main.class.getModule().getDescriptor().rawVersion().orElse("unknown")
      };
    }
  }
}
