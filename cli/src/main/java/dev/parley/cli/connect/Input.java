package dev.parley.cli.connect;

/// Where the client's messages come from: a pipe ([PipeInput]) or a person ([TypedInput]). Reads
/// and sends on threads of its own and reports by [ClientEvent]s.
interface Input {
  /// Starts the threads. They are daemons, and may block for ever.
  void start();

  /// True while something waits to be sent or to be read. Safe for any thread.
  boolean isPending();

  /// True if something that was read cannot be sent any more. Safe for any thread.
  boolean hasLost();

  /// True if there is somebody who can leave by a key.
  boolean isPerson();
}
