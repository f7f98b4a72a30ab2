package dev.parley.cli.port;

import static dev.parley.cli.command.Declaration.word;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.Failure;
import dev.parley.text.Printable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// `parley port 9001`: says whether the port is free, or who has it.
public final class PortCommand implements Callable<Integer> {
  private final CommandSpec spec = Declaration.command("port", this);
  private int port;

  /// Returns the command's picocli declaration.
  public CommandSpec spec() {
    return spec.addPositional(
        word(Integer.class, value -> port = value)
            .paramLabel("PORT")
            .converters(new PortArgument())
            .build());
  }

  /// Converts a port, or says why it is invalid.
  private static final class PortArgument implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (text.matches("[0-9]+-[0-9]+")) {
        String ends = text.replace('-', ' ');
        throw new TypeConversionException(
            "one port at a time: for p in $(seq " + ends + "); do parley port $p; done");
      }
      if (!text.matches("[0-9]{1,9}")) {
        throw new TypeConversionException(
            "'" + Printable.line(text) + "' is no port, a number from 1 to 65535");
      }
      return Integer.valueOf(text);
    }
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
