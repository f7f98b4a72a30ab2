package dev.parley.cli.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.cli.command.ChallengeHint;
import dev.parley.cli.command.OtherServer;
import dev.parley.cli.text.Texts;
import dev.parley.session.Traffic;
import java.util.Arrays;

/// A hint that is shown once: if nothing intelligible has arrived within
/// [WrongServer#PATIENCE_NANOS] of the start, it says what may be wrong; to a person who has
/// reached a server of chat rooms as a plain one, how to talk there. Confined to one thread.
final class EarlyHint {
  /// What a server of chat rooms greets with who says nothing, docs/CHAT.md §11.
  private static final byte[] GREETING = "-- welcome ".getBytes(UTF_8);

  private static final long NEVER = Long.MAX_VALUE;

  private final ClientConnection call;
  private final boolean awaitsReady;
  private final boolean isPerson;
  private final long at;
  private boolean isOver;
  private boolean isHeard;

  /// @param awaitsReady true if sending waits for the word `ready`
  /// @param isPerson true if a person both types and reads
  EarlyHint(ClientConnection call, boolean awaitsReady, boolean isPerson, long begunAt) {
    this.call = call;
    this.isPerson = isPerson;
    this.awaitsReady = awaitsReady;
    this.at = begunAt + WrongServer.PATIENCE_NANOS;
    this.isOver = !call.isOpenStream() && !awaitsReady;
  }

  /// Returns the time from `now` until a hint may be due; [Long#MAX_VALUE] for never.
  long nanosLeft(long now) {
    return isOver ? NEVER : at - now;
  }

  /// Takes note that a message has arrived and was shown.
  void heard(byte[] message) {
    isOver = true;
    boolean isFirst = !isHeard;
    isHeard = true;
    if (isFirst
        && isPerson
        && message.length > GREETING.length
        && Arrays.equals(message, 0, GREETING.length, GREETING, 0, GREETING.length)) {
      call.notes().say(Texts.problem("connect.chat-server"));
    }
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
