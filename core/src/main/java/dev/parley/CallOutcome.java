package dev.parley;

import dev.parley.session.Session;

/// The result of a [Call].
public sealed interface CallOutcome {
  /// Connected and, if asked for, logged in; `Handler.opened` has returned.
  record Connected(Session session) implements CallOutcome {}

  /// Not connected; nothing is left open.
  record Failed(ConnectOutcome.Failed cause) implements CallOutcome {}
}
