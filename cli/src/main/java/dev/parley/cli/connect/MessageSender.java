package dev.parley.cli.connect;

import dev.parley.cli.output.Transcript;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Message;
import java.io.IOException;

/// Sends the lines and chunks of the input, if they can be sent, and records them in the
/// transcript. Confined to the sending thread, which blocks while the peer does not read or a turn
/// is not over.
final class MessageSender {
  private final ClientConnection call;
  private final Outgoing outgoing;
  private final Turns turns;
  private boolean saidEmpty;
  private volatile boolean hasRefused;

  /// What a line means for those after it.
  enum Next {
    /// They are sent, too.
    GOES_ON,
    /// It was a quit word: nothing more is sent.
    ENDS,
    /// It was a leave word: the conversation is over.
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

  /// Sends the message that `line` encodes, or prints why there is nothing to send.
  ///
  /// @param number of the line in the input, counted from 1; 0 if it was typed at a prompt
  /// @throws IOException if the session has ended
  Next say(byte[] line, long number) throws IOException, InterruptedException {
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
          call.notes().say(Texts.problem("connect.empty-lines"));
        }
      }
      case Outgoing.Said.Refused(String why) ->
          refuse(number == 0 ? why : Texts.text("connect.input-line", number, why));
    }
    return Next.GOES_ON;
  }

  /// Reports that something was not sent.
  void refuse(String sentence) {
    hasRefused = true;
    call.notes().say(Texts.problem("connect.not-sent", sentence));
  }

  /// Sends `message` unchanged. Takes the array.
  void send(byte[] message) throws IOException, InterruptedException {
    send(message, false);
  }

  private void send(byte[] message, boolean isGoodbye) throws IOException, InterruptedException {
    call.news().saying(message, isGoodbye);
    turns.begin(message.length == 0);
    // Recorded first, so that no reply precedes its request in the transcript.
    call.writeDown(Transcript.Direction.OUT, message);
    call.client().send(Message.of(message));
  }

  /// Ends the sending. Blocks until the turn of the last message is over: a server that does not
  /// expect our half-close must not meet it before it has replied.
  void finish() throws InterruptedException {
    turns.finish();
  }
}
