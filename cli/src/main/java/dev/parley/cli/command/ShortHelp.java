package dev.parley.cli.command;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// The output of `-h`: the options that most people need, on one screen of 24 lines, where `--help`
/// shows all of them.
public final class ShortHelp {
  /// A terminal has at least this many lines.
  static final int LINES = 24;

  private static final String LONG = "--help";

  private static final Map<String, String> TEXTS =
      Map.of(
          "parley serve",
          """
          SERVICE: echo, discard, daytime, upper, reply, print, operator (you answer).
            -l, --listen=ADDRESS    tcp://host:port, udp://host:port, tls://host:port or
                                    unix:/path; may be repeated
            -p=PORT                 the port where no address is given; 9000
            -u, --udp               UDP alone
                --allow-plain       let others call, who could read what is said
                --text=TEXT         what reply answers
                --quit-word=WORD    a message that is answered and ends its session
                --show              show each message before it is answered
                --framing=FORM      auto, line, raw, stream, length:4be, ...
                --keys=FOLDER       who may call: a key file for each; seals the talk
                --users=FILE        who may log in through TLS, by name and password
                --tls-cert=FILE --tls-key=FILE
                                    the certificate of tls:// addresses
            -v, --verbose           tell who comes and goes
          """,
          "parley connect",
          """
          ADDRESS: tcp://host:port, udp://host:port, tls://host:port or unix:/path;
          tcp://127.0.0.1:9000 where there is none. Ctrl-D ends our side, Ctrl-C leaves.
            -u, --udp               UDP
            -w, --connect-timeout=TIME
                                    how long connecting may take; 10s
                --wait=TIME         how long an answer is awaited after the input's end
                --quit-word=WORD    a line that is sent, and nothing after it
                --framing=FORM      auto, line, raw, stream, length:4be, ...
                --hex               show bytes in hex, and type them so
                --key-file=FILE     the key of a sealed talk, or of --auth
                --user=NAME         log in through TLS, by name and password
                --ca=FILE           whose certificates the server may have
            -v, --verbose           tell who is connected and how it ended
          """,
          "parley bench",
          """
          ADDRESS: tcp://host:port, udp://host:port, tls://host:port or unix:/path;
          tcp://127.0.0.1:9000 where there is none.
            -c, --connections=N     connections that send; 10
            -s, --size=SIZE         bytes of a message; 64
                --depth=N           requests in flight on each connection; 1
                --rate=N            requests a second by the clock instead
            -d, --duration=TIME     how long to measure; 10s
                --idle=N            more connections, which say nothing; 0
                --pid=PID           the server's process, to measure its costs
                --report=FILE       a page with the figures and charts
                --json              the figures as a JSON object
          """);

  private ShortHelp() {}

  /// Runs the parsed command, or shows its short help if that was requested.
  public static int execute(ParseResult called) {
    for (CommandLine line : called.asCommandLineList()) {
      ParseResult result = line.getParseResult();
      if (result.isUsageHelpRequested() && !result.originalArgs().contains(LONG)) {
        PrintWriter out = line.getOut();
        out.print(text(line));
        out.flush();
        return ExitCode.FINE;
      }
    }
    return new RunLast().execute(called);
  }

  /// Returns the short help of a command; its full help if that is short enough.
  static String text(CommandLine line) {
    String all = line.getUsageMessage();
    if (all.lines().count() <= LINES) {
      return all;
    }
    String name = line.getCommandSpec().qualifiedName();
    CommandLine.Help help = line.getHelp();
    StringBuilder text =
        new StringBuilder(help.synopsisHeading())
            .append(help.synopsis(help.synopsisHeadingLength()))
            .append(line.getCommandSpec().usageMessage().description()[0])
            .append(System.lineSeparator());
    String options = TEXTS.get(name);
    if (options == null) {
      text.append(help.commandList())
          .append(
              "All of this with examples: parley --help. A command's options: parley COMMAND -h")
          .append(System.lineSeparator());
    } else {
      text.append(System.lineSeparator())
          .append(options)
          .append("All options: ")
          .append(name)
          .append(" --help")
          .append(System.lineSeparator());
    }
    return text.toString();
  }
}
