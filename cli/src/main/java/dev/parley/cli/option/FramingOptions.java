package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.Failure;
import dev.parley.cli.command.SizeArgument;
import dev.parley.frame.Framing;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// How messages are marked off in streams: the same options with the same meaning at both ends. A
/// mixin of `serve`, `connect` and `bench`.
///
/// Where no framing is given, sessions find out what their peers do (`auto`), unless the two sides
/// have been set up for each other: with a key or a login it is `line`, and for a measurement too.
public final class FramingOptions {
  /// Who has these options.
  private enum Command {
    SERVE("auto; line with a key or a login"),
    CONNECT("auto; line with a key, a login or --reply-framing"),
    BENCH("line");

    private final String defaults;

    Command(String defaults) {
      this.defaults = defaults;
    }
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

  /// The options of `serve`.
  ///
  /// @param hasLogin true if peers must have a key or log in; asked when all options are read
  public static FramingOptions ofServe(BooleanSupplier hasLogin) {
    return new FramingOptions(Command.SERVE, hasLogin);
  }

  /// The options of `connect`.
  ///
  /// @param hasLogin as in [#ofServe]
  public static FramingOptions ofConnect(BooleanSupplier hasLogin) {
    return new FramingOptions(Command.CONNECT, hasLogin);
  }

  /// The options of `bench`.
  public static FramingOptions ofBench() {
    return new FramingOptions(Command.BENCH, () -> false);
  }

  /// Declares these options, as part of a command.
  public void declare(CommandSpec group) {
    group
        .usageMessage()
        .optionListHeading("%nFraming, the same at both ends (datagrams need none):%n");
    group.addOption(
        option(Framing.class, value -> framing = value, "--framing")
            .paramLabel("FORM")
            .converters(new FramingArgument())
            .description(
                "How requests, from client to server, are marked off: auto (line, or raw where the"
                    + " first bytes have no line end and 0.5 s of silence follows), line,"
                    + " line:crlf, raw, stream, length:{1,2,4,8}{be,le}, length:varint,"
                    + " delimiter:%%0D%%0A, fixed:N, netstring, ready. With :chars behind them,"
                    + " length and ready count characters (Python's len). Default: "
                    + command.defaults)
            .build());
    group.addOption(
        option(Framing.class, value -> replyFraming = value, "--reply-framing")
            .paramLabel("FORM")
            .converters(new FramingArgument())
            .description(
                "How replies, from server to client, are marked off. Default: the same as"
                    + " --framing")
            .build());
    group.addOption(
        option(Integer.class, value -> maxMessage = value, "--max-message")
            .paramLabel("SIZE")
            .converters(new SizeArgument.Small())
            .description("The largest message taken from a peer. Default: 1m, auto and line 64k")
            .build());
    if (command == Command.SERVE) {
      group.addOption(
          flag(isSet -> allowHttp = isSet, "--allow-http")
              .description(
                  "Take what HTTP clients send as messages. Default: without a key, a login or TLS a"
                      + " session that begins with an HTTP request or with TLS ends, since any web"
                      + " page can make a browser send one; raw, stream and fixed take everything")
              .build());
    }
  }

  /// Of what clients send.
  ///
  /// @throws Failure if the framing cannot have that maximum
  public Framing framing() {
    return limited(requests());
  }

  /// Of what servers send.
  ///
  /// @throws Failure if the framing cannot have that maximum
  public Framing replyFraming() {
    return limited(replyFraming == null ? requests() : replyFraming);
  }

  private Framing requests() {
    if (framing != null) {
      return framing;
    }
    return switch (command) {
      case SERVE -> hasLogin.getAsBoolean() ? Framing.line() : Framing.auto();
      // What a client sends can follow what it receives only if that is found out too.
      case CONNECT ->
          hasLogin.getAsBoolean() || replyFraming != null ? Framing.line() : Framing.auto();
      case BENCH -> Framing.line();
    };
  }

  /// True if HTTP requests are messages like others.
  public boolean allowsHttp() {
    return allowHttp;
  }

  /// True if there is an option of this group that datagrams would ignore, so that a command for
  /// datagrams alone can say so.
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
      throw Failure.usage("--max-message does not fit: " + e.getMessage());
    }
  }

  /// Text forms of framings on the command line.
  public static final class FramingArgument implements ITypeConverter<Framing> {
    @Override
    public Framing convert(String text) {
      try {
        return Framing.parse(inPercent(text));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    /// A delimiter that is spelled as in C, which no other form has: `delimiter:\r\n`.
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
