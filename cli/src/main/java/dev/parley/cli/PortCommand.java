package dev.parley.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `parley port 9001`: free, or who has it.
@Command(
    name = "port",
    description = "Say whether a port is free, or which process has it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Exit codes: 0 free for TCP and UDP, 1 taken, 2 no port.",
      "",
      "Example: parley port 9001"
    })
final class PortCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PORT", description = "1 to 65535")
  private int port;

  @Override
  public Integer call() {
    if (port < 1 || port > 65535) {
      throw Failure.usage("port " + port + " is out of range; ports are 1 to 65535");
    }
    PortCheck check = PortCheck.of(port);
    PrintWriter out = spec.commandLine().getOut();
    check.lines().forEach(out::println);
    out.flush();
    return check.exitCode();
  }
}
