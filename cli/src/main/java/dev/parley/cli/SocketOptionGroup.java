package dev.parley.cli;

import dev.parley.SocketOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How the system treats our sockets: a mixin of `serve` and `connect`.
@Command(optionListHeading = "%nSockets:%n")
final class SocketOptionGroup {
  @Option(
      names = "--backlog",
      paramLabel = "N",
      description = "Connections that wait to be accepted. Default: 1024")
  private @Nullable Integer backlog;

  @Option(
      names = "--receive-buffer",
      paramLabel = "SIZE",
      converter = SizeArgument.Small.class,
      description = "The kernel's buffer for what arrives. Default: the system's")
  private @Nullable Integer receiveBuffer;

  @Option(
      names = "--send-buffer",
      paramLabel = "SIZE",
      converter = SizeArgument.Small.class,
      description = "The kernel's buffer for what leaves. Default: the system's")
  private @Nullable Integer sendBuffer;

  @Option(
      names = "--no-delay",
      negatable = true,
      description = "Send small messages at once (--delay: let TCP collect them). Default: on")
  private @Nullable Boolean noDelay;

  @Option(
      names = "--keep-alive",
      negatable = true,
      description = "Notice peers that vanished without a word. Default: on")
  private @Nullable Boolean keepAlive;

  /// What was asked for, over the defaults.
  ///
  /// @throws Failure if a number is out of range
  SocketOptions options() {
    try {
      SocketOptions options = SocketOptions.defaults();
      options = backlog == null ? options : options.withBacklog(backlog);
      options = receiveBuffer == null ? options : options.withReceiveBuffer(receiveBuffer);
      options = sendBuffer == null ? options : options.withSendBuffer(sendBuffer);
      options = noDelay == null ? options : options.withNoDelay(noDelay);
      return keepAlive == null ? options : options.withKeepAlive(keepAlive);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
