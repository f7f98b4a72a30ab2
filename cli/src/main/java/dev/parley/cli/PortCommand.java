package dev.parley.cli;

import static dev.parley.cli.Declaration.word;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley port 9001`: free, or who has it.
final class PortCommand implements Callable<Integer> {
  private final CommandSpec spec = Declaration.command("port", this);
  private int port;

  /// The command as picocli knows it.
  CommandSpec spec() {
    spec.usageMessage()
        .description("Say whether a port is free, or which process has it.")
        .footer(
            "",
            "Exit codes: 0 free for TCP and UDP, 1 taken, 2 no port.",
            "",
            "Example: parley port 9001");
    return spec.addPositional(
        word(Integer.class, value -> port = value)
            .paramLabel("PORT")
            .description("1 to 65535")
            .build());
  }

  @Override
  public Integer call() {
    if (port < 1 || port > 65535) {
      throw Failure.usage("port " + port + " is out of range; ports are 1 to 65535");
    }
    PortCheck check = PortCheck.of(port);
    PrintWriter out = spec.commandLine().getOut();
    check.lines().forEach(out::println);
    if (!check.free().isEmpty() && BindProbe.isForbidden(port)) {
      out.println(
          "port "
              + port
              + " is for privileged programs, so this user cannot serve there; take one from 1024 on");
    }
    out.flush();
    return check.exitCode();
  }
}
