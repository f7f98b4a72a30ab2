package dev.parley.cli.connect;

import dev.parley.session.Traffic;

/// Says once what may be wrong, where a talk has begun and nothing that can be understood has come
/// for [WrongServer#PATIENCE_NANOS]. Confined to one thread.
final class EarlyHint {
  private static final long NEVER = Long.MAX_VALUE;

  private final ClientConnection call;
  private final boolean awaitsReady;
  private final long at;
  private boolean isOver;

  /// @param awaitsReady true if what we send waits for the word `ready`
  EarlyHint(ClientConnection call, boolean awaitsReady, long begunAt) {
    this.call = call;
    this.awaitsReady = awaitsReady;
    this.at = begunAt + WrongServer.PATIENCE_NANOS;
    this.isOver = !call.isOpenStream() && !awaitsReady;
  }

  /// How long from `now` until there may be something to say; [Long#MAX_VALUE] for never.
  long nanosLeft(long now) {
    return isOver ? NEVER : at - now;
  }

  /// A message has come.
  void heard() {
    isOver = true;
  }

  /// Says it, if it is time for that.
  void passed(long now) {
    if (isOver || now < at) {
      return;
    }
    isOver = true;
    Traffic traffic = call.client().session().traffic();
    if (awaitsReady && traffic.bytesIn() == 0 && traffic.bytesOut() > 0) {
      call.notes().say(WrongServer.NO_READY);
    } else if (call.isOpenStream()
        && traffic.bytesIn() == LoginHint.CHALLENGE_BYTES
        && traffic.messagesIn() == 0) {
      call.notes().say(WrongServer.CHALLENGE);
    }
  }
}
