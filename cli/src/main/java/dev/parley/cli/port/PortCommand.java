package dev.parley.cli.port;

import static dev.parley.cli.command.Declaration.word;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.Failure;
import dev.parley.cli.text.Texts;
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
        String[] ends = text.split("-", 2);
        throw new TypeConversionException(Texts.text("port.one-at-a-time", ends[0], ends[1]));
      }
      if (!text.matches("[0-9]{1,9}")) {
        throw new TypeConversionException(Texts.text("port.no-number", Printable.line(text)));
      }
      return Integer.valueOf(text);
    }
  }

  @Override
  public Integer call() {
    if (port < 1 || port > 65535) {
      throw Failure.usage(Texts.problem("port.out-of-range", port));
    }
    PortCheck check = PortCheck.of(port);
    PrintWriter out = spec.commandLine().getOut();
    check.lines().forEach(out::println);
    if (!check.free().isEmpty() && BindProbe.isForbidden(port)) {
      out.println(Texts.text("port.privileged", port));
    }
    out.flush();
    return check.exitCode();
  }
}
