package dev.parley.cli.connect;

/// The source of the client's messages: a pipe ([PipeInput]) or a person ([TypedInput]). Reads and
/// sends on threads of its own and reports by [ClientEvent]s.
interface Input {
  /// Starts the threads. They are daemons and may block for ever.
  void start();

  /// True while something waits to be sent or read. Safe for any thread.
  boolean isPending();

  /// True if something that was read can no longer be sent. Safe for any thread.
  boolean hasLost();

  /// True if there is a person, who can leave by a key.
  boolean isPerson();
}
