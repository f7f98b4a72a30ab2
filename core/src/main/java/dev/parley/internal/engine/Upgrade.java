package dev.parley.internal.engine;

import org.jspecify.annotations.Nullable;

/// A change of a session to TLS that is going on, see [dev.parley.session.Session#secure]. Confined
/// to its session's loop.
final class Upgrade {
  private final Runnable then;
  private final long since;
  private final boolean isFirst;
  private final @Nullable LayerPipe before;
  private boolean endsOutput;

  /// @param then the callback of the application for its end
  /// @param since when it began
  /// @param isFirst true if nothing was received before, so that there can be no plain text
  /// @param before the layer of before, which passes bytes unchanged; null if there was none
  Upgrade(Runnable then, long since, boolean isFirst, @Nullable LayerPipe before) {
    this.then = then;
    this.since = since;
    this.isFirst = isFirst;
    this.before = before;
  }

  Runnable then() {
    return then;
  }

  /// Returns for how long it has been going on, in nanoseconds, at least 1.
  long lasted(long now) {
    return Math.max(now - since, 1);
  }

  long since() {
    return since;
  }

  /// Returns true if plain text follows the message after which TLS begins.
  ///
  /// @param rest what the link keeps undecoded
  boolean hasPlainText(int rest) {
    return !isFirst && (rest > 0 || (before != null && before.plain().hasRemaining()));
  }

  /// Our output ends as soon as the handshake is done.
  void endOutput() {
    endsOutput = true;
  }

  boolean endsOutput() {
    return endsOutput;
  }
}
