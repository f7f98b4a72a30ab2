package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.size;

import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Framing;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// The options for message framing in streams, with the same meaning at both ends. A mixin of
/// `serve`, `connect` and `bench`.
///
/// Without a framing option, sessions detect what their peers do (`auto`). If both sides were
/// configured for each other, with a key or a login, the default is `line`; for a measurement, too.
public final class FramingOptions {
  /// The command that has these options.
  private enum Command {
    SERVE,
    CONNECT,
    BENCH
  }

  private final Command command;
  private final BooleanSupplier hasLogin;
  private @Nullable Framing framing;
  private @Nullable Framing replyFraming;
  private @Nullable Integer maxMessage;
  private boolean allowHttp;

  private FramingOptions(Command command, BooleanSupplier hasLogin) {
    this.command = command;
    this.hasLogin = hasLogin;
  }

  /// Returns the options of `serve`.
  ///
  /// @param hasLogin true if peers must have a key or log in; called after all options were parsed
  public static FramingOptions ofServe(BooleanSupplier hasLogin) {
    return new FramingOptions(Command.SERVE, hasLogin);
  }

  /// Returns the options of `connect`.
  ///
  /// @param hasLogin as in [#ofServe]
  public static FramingOptions ofConnect(BooleanSupplier hasLogin) {
    return new FramingOptions(Command.CONNECT, hasLogin);
  }

  /// Returns the options of `bench`.
  public static FramingOptions ofBench() {
    return new FramingOptions(Command.BENCH, () -> false);
  }

  /// Declares these options as part of a command.
  public void declare(CommandSpec group) {
    group.addOption(
        option(Framing.class, value -> framing = value, "--framing")
            .paramLabel("FORM")
            .converters(new FramingArgument())
            .build());
    group.addOption(
        option(Framing.class, value -> replyFraming = value, "--reply-framing")
            .paramLabel("FORM")
            .converters(new FramingArgument())
            .build());
    group.addOption(size(value -> maxMessage = value, "--max-message").build());
    if (command == Command.SERVE) {
      group.addOption(flag(isSet -> allowHttp = isSet, "--allow-http").build());
    }
  }

  /// Returns the framing of messages from clients.
  ///
  /// @throws Failure if the framing does not allow the configured maximum
  public Framing framing() {
    return limited(requests());
  }

  /// Returns the framing of messages from servers.
  ///
  /// @throws Failure if the framing does not allow the configured maximum
  public Framing replyFraming() {
    return limited(replyFraming == null ? requests() : replyFraming);
  }

  private Framing requests() {
    if (framing != null) {
      return framing;
    }
    return switch (command) {
      case SERVE -> hasLogin.getAsBoolean() ? Framing.line() : Framing.auto();
      // A client can only adapt its framing to the server's if that is detected, too.
      case CONNECT ->
          hasLogin.getAsBoolean() || replyFraming != null ? Framing.line() : Framing.auto();
      case BENCH -> Framing.line();
    };
  }

  /// True if HTTP requests are treated like other messages.
  public boolean allowsHttp() {
    return allowHttp;
  }

  /// True if an option of this group is set that datagrams would ignore, so that a command for
  /// datagrams alone can reject it.
  public boolean isChosen() {
    return replyFraming != null || (framing != null && !framing.equals(Framing.line()));
  }

  private Framing limited(Framing chosen) {
    if (maxMessage == null) {
      return chosen;
    }
    try {
      return chosen.withMaxMessage(maxMessage);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          Texts.problem("command.framing.max-message", ProblemTexts.sentence(e)), e);
    }
  }

  /// Converts framings on the command line.
  public static final class FramingArgument implements ITypeConverter<Framing> {
    @Override
    public Framing convert(String text) {
      try {
        return Framing.parse(inPercent(text));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(ProblemTexts.sentence(e));
      }
    }

    /// Converts a delimiter with C escapes, which no other form has: `delimiter:\r\n`.
    private static String inPercent(String text) {
      return text.matches("(?i)delimiter:(\\\\[nrt0])+")
          ? text.replace("\\n", "%0A")
              .replace("\\r", "%0D")
              .replace("\\t", "%09")
              .replace("\\0", "%00")
          : text;
    }
  }
}
