package dev.parley.cli.connect;

import dev.parley.cli.output.Transcript;
import dev.parley.frame.Message;
import java.io.IOException;

/// Takes lines and chunks from the input, sends what can be sent and writes it down. Confined to
/// the thread that sends, which blocks while the peer takes nothing or a turn is not over.
final class MessageSender {
  private final ClientConnection call;
  private final Outgoing outgoing;
  private final Turns turns;
  private boolean saidEmpty;
  private volatile boolean hasRefused;

  /// What a line meant for those after it.
  enum Next {
    /// They are said too.
    GOES_ON,
    /// It was a quit word: nothing more is said.
    ENDS,
    /// It was a leave word: the talk is over.
    LEAVES
  }

  MessageSender(ClientConnection call, Outgoing outgoing, Turns turns) {
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
  /// @throws IOException if the session has ended
  Next say(byte[] line, String where) throws IOException, InterruptedException {
    switch (outgoing.of(line)) {
      case Outgoing.Said.Send(byte[] message, boolean isLast) -> {
        send(message, isLast);
        return isLast ? Next.ENDS : Next.GOES_ON;
      }
      case Outgoing.Said.Leave() -> {
        return Next.LEAVES;
      }
      case Outgoing.Said.Empty() -> {
        if (!saidEmpty) {
          saidEmpty = true;
          call.notes().say("empty lines are not sent: a stream without framing cannot carry them");
        }
      }
      case Outgoing.Said.Refused(String why) -> refuse(where + why);
    }
    return Next.GOES_ON;
  }

  /// Something was not sent.
  void refuse(String sentence) {
    hasRefused = true;
    call.notes().say(sentence + "; not sent");
  }

  /// Sends `message` as it is. Takes the array.
  void send(byte[] message) throws IOException, InterruptedException {
    send(message, false);
  }

  private void send(byte[] message, boolean isGoodbye) throws IOException, InterruptedException {
    call.news().saying(message, isGoodbye);
    turns.begin(message.length == 0);
    // First, so that no answer stands before what it answers.
    call.writeDown(Transcript.Direction.OUT, message);
    call.client().send(Message.of(message));
  }

  /// There is nothing more to say. Blocks until the turn of the last message is over: a server that
  /// does not notice the end of our side must not meet it before it has answered.
  void finish() throws InterruptedException {
    turns.finish();
  }
}
