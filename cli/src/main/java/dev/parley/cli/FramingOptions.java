package dev.parley.cli;

import static dev.parley.cli.Declaration.option;

import dev.parley.frame.Framing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// How messages are marked off in streams: the same options with the same meaning at both ends. A
/// mixin of `serve` and `connect`.
final class FramingOptions {
  private Framing framing = Framing.line();
  private @Nullable Framing replyFraming;
  private @Nullable Integer maxMessage;

  /// Declares these options, as part of a command.
  void declare(CommandSpec group) {
    group
        .usageMessage()
        .optionListHeading("%nFraming, the same at both ends (datagrams need none):%n");
    group.addOption(
        option(Framing.class, value -> framing = value, "--framing")
            .paramLabel("FORM")
            .defaultValue("line")
            .converters(new FramingArgument())
            .description(
                "How requests, from client to server, are marked off: line, line:crlf,"
                    + " raw, stream, length:{1,2,4,8}{be,le}, length:varint, delimiter:%%0D%%0A,"
                    + " fixed:N, netstring, ready. Default: ${DEFAULT-VALUE}")
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
            .description("The largest message taken from a peer. Default: 1m, lines 64k")
            .build());
  }

  /// Of what clients send.
  ///
  /// @throws Failure if the framing cannot have that maximum
  Framing framing() {
    return limited(framing);
  }

  /// Of what servers send.
  ///
  /// @throws Failure if the framing cannot have that maximum
  Framing replyFraming() {
    return limited(replyFraming == null ? framing : replyFraming);
  }

  /// True if there is an option of this group that datagrams would ignore, so that a command for
  /// datagrams alone can say so.
  boolean isChosen() {
    return replyFraming != null || !framing.equals(Framing.line());
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
  static final class FramingArgument implements ITypeConverter<Framing> {
    @Override
    public Framing convert(String text) {
      try {
        return Framing.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
