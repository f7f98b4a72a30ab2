package dev.parley.services;

import dev.parley.frame.Message;
import java.util.function.Consumer;

/// Where a service shows things to a person: a pipe, the lines above a prompt, JSON.
///
/// Called by loops and by the thread of whoever types, several at a time: an implementation must be
/// safe for any thread and must not block, so what may block (a pipe that nobody reads) gets a
/// queue and a thread of its own. What concerns one peer comes in order.
///
/// Peer bytes must not reach a terminal or a log raw: see [dev.parley.text.Printable]. What a
/// [Notice] says is safe already.
public interface Screen {
  /// A peer said something. `message` may be a view that ends with the call; `copy()` keeps it.
  void message(Peer from, Message message);

  /// Something else that the person should know.
  void notice(Notice notice);

  /// A screen of lines: a message is shown as `127.0.0.1:4711: hello` or, of a numbered peer, `3
  /// 127.0.0.1:4711: hello`, each line of a message of several lines with that in front, so that
  /// none can pass for somebody else's. Peer bytes are escaped as [dev.parley.text.Printable] says.
  /// A message's last line end is not shown. Of a session whose framing is raw, a character that is
  /// cut between two messages is shown once it is whole.
  ///
  /// @param messages takes lines of messages, without line end; as the screen itself, it must be
  ///   safe for any thread and must not block
  /// @param notices takes lines of notices likewise
  static Screen lines(Consumer<String> messages, Consumer<String> notices) {
    return new LineScreen(messages, notices);
  }
}
