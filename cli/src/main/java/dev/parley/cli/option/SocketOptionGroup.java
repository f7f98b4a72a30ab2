package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.Failure;
import dev.parley.cli.command.SizeArgument;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.session.SocketOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for our sockets: a mixin of `serve` and `connect`.
public final class SocketOptionGroup {
  private @Nullable Integer backlog;
  private @Nullable Integer receiveBuffer;
  private @Nullable Integer sendBuffer;
  private @Nullable Boolean noDelay;
  private @Nullable Boolean keepAlive;

  /// Declares the options of a server as part of a command.
  public void declareServing(CommandSpec group) {
    declare(group, "; for UDP listeners 1M, or as much as the system allows");
    group.addOption(
        option(Integer.class, value -> backlog = value, "--backlog")
            .paramLabel("N")
            .description("Connections that wait to be accepted. Default: 1024")
            .build());
  }

  /// Declares the options of a client as part of a command.
  public void declareCalling(CommandSpec group) {
    declare(group, "");
  }

  private void declare(CommandSpec group, String ofListeners) {
    group.usageMessage().optionListHeading("%nSockets:%n");
    group.addOption(
        option(Integer.class, value -> receiveBuffer = value, "--receive-buffer")
            .paramLabel("SIZE")
            .converters(new SizeArgument.Small())
            .description(
                "The kernel's buffer for what arrives. Default: the system's" + ofListeners)
            .build());
    group.addOption(
        option(Integer.class, value -> sendBuffer = value, "--send-buffer")
            .paramLabel("SIZE")
            .converters(new SizeArgument.Small())
            .description("The kernel's buffer for what leaves. Default: the system's")
            .build());
    group.addOption(
        option(Boolean.class, value -> noDelay = value, "--no-delay")
            .negatable(true)
            .description(
                "--no-delay sends small messages at once, and is the default; --delay has TCP"
                    + " collect them")
            .build());
    group.addOption(
        option(Boolean.class, value -> keepAlive = value, "--keep-alive")
            .negatable(true)
            .description(
                "--keep-alive notices peers that vanished without a word, and is the default")
            .build());
  }

  /// Returns the configured socket options; those not given have their defaults.
  ///
  /// @throws Failure if a number is out of range
  public SocketOptions options() {
    try {
      SocketOptions options = SocketOptions.defaults();
      options = backlog == null ? options : options.withBacklog(backlog);
      options = receiveBuffer == null ? options : options.withReceiveBuffer(receiveBuffer);
      options = sendBuffer == null ? options : options.withSendBuffer(sendBuffer);
      options = noDelay == null ? options : options.withNoDelay(noDelay);
      return keepAlive == null ? options : options.withKeepAlive(keepAlive);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(ProblemTexts.sentence(e));
    }
  }
}
