package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.size;

import dev.parley.cli.command.Failure;
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
    declareCalling(group);
    group.addOption(number(value -> backlog = value, "--backlog").build());
  }

  /// Declares the options of a client as part of a command.
  public void declareCalling(CommandSpec group) {
    group.addOption(size(value -> receiveBuffer = value, "--receive-buffer").build());
    group.addOption(size(value -> sendBuffer = value, "--send-buffer").build());
    group.addOption(
        option(Boolean.class, value -> noDelay = value, "--no-delay").negatable(true).build());
    group.addOption(
        option(Boolean.class, value -> keepAlive = value, "--keep-alive").negatable(true).build());
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
      throw Failure.usage(e);
    }
  }
}
