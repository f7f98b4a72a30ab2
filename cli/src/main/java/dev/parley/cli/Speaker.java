package dev.parley.cli;

import dev.parley.frame.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The client's mouth: takes lines and chunks from whoever has them, sends what can be sent, writes
/// it down. Confined to the thread that reads the input, which blocks while the peer takes nothing.
final class Speaker {
  private final Call call;
  private final Outgoing outgoing;
  private final @Nullable ReadyTurns turns;
  private boolean saidEmpty;
  private volatile boolean hasRefused;

  /// @param turns null if messages may follow each other at once
  Speaker(Call call, Outgoing outgoing, @Nullable ReadyTurns turns) {
    this.call = call;
    this.outgoing = outgoing;
    this.turns = turns;
  }

  /// True if something could not be sent. Safe for any thread.
  boolean hasRefused() {
    return hasRefused;
  }

  /// Sends what `line` means; `where` begins the sentence if it means nothing that can be sent.
  ///
  /// @return false after a quit word
  /// @throws IOException if the session has ended
  boolean say(byte[] line, String where) throws IOException, InterruptedException {
    switch (outgoing.of(line)) {
      case Outgoing.Said.Send(byte[] message, boolean isLast) -> {
        send(message);
        return !isLast;
      }
      case Outgoing.Said.Empty() -> {
        if (!saidEmpty) {
          saidEmpty = true;
          call.notes().say("empty lines are not sent: a stream without framing cannot carry them");
        }
      }
      case Outgoing.Said.Refused(String why) -> refuse(where + why);
    }
    return true;
  }

  /// Something was not sent.
  void refuse(String sentence) {
    hasRefused = true;
    call.notes().say(sentence + "; not sent");
  }

  /// Sends `message` as it is. Takes the array.
  void send(byte[] message) throws IOException, InterruptedException {
    if (turns != null) {
      turns.awaitTurn(message.length == 0);
    }
    // First, so that no answer stands before what it answers.
    call.writeDown(Transcript.Direction.OUT, message);
    call.client().send(Message.of(message));
  }
}
