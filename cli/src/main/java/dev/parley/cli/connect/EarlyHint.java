package dev.parley.cli.connect;

import dev.parley.cli.command.ChallengeHint;
import dev.parley.cli.command.OtherServer;
import dev.parley.cli.text.Texts;
import dev.parley.session.Traffic;

/// A hint that is shown once if nothing intelligible has arrived within
/// [WrongServer#PATIENCE_NANOS] of the start: it says what may be wrong. Confined to one thread.
final class EarlyHint {
  private static final long NEVER = Long.MAX_VALUE;

  private final ClientConnection call;
  private final boolean awaitsReady;
  private final long at;
  private boolean isOver;

  /// @param awaitsReady true if sending waits for the word `ready`
  EarlyHint(ClientConnection call, boolean awaitsReady, long begunAt) {
    this.call = call;
    this.awaitsReady = awaitsReady;
    this.at = begunAt + WrongServer.PATIENCE_NANOS;
    this.isOver = !call.isOpenStream() && !awaitsReady;
  }

  /// Returns the time from `now` until a hint may be due; [Long#MAX_VALUE] for never.
  long nanosLeft(long now) {
    return isOver ? NEVER : at - now;
  }

  /// Takes note that a message arrived.
  void heard() {
    isOver = true;
  }

  /// Shows the hint if it is due.
  void passed(long now) {
    if (isOver || now < at) {
      return;
    }
    isOver = true;
    Traffic traffic = call.client().session().traffic();
    if (awaitsReady && traffic.bytesIn() == 0 && traffic.bytesOut() > 0) {
      call.notes().say(Texts.problem("connect.no-ready"));
    } else if (call.isOpenStream()
        && traffic.bytesIn() == ChallengeHint.CHALLENGE_BYTES
        && traffic.messagesIn() == 0) {
      call.notes().say(OtherServer.challenge());
    }
  }
}
