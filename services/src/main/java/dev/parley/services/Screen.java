package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import java.util.function.Consumer;

/// The output of a service that a person reads: a pipe, the lines above a prompt, JSON.
///
/// Called concurrently by loops and by the thread that reads the keyboard: an implementation must
/// be safe for any thread and must not block, so output that may block (a pipe that nobody reads)
/// needs a queue and a thread of its own. Calls about one peer are in order.
///
/// Peer bytes must not reach a terminal or a log raw: see [dev.parley.text.Printable]. The text of
/// a [Notice], and the parameters of its sentences, are already safe.
public interface Screen {
  /// Shows a peer's message. `message` may be a view that is valid only during the call; `copy()`
  /// keeps it.
  void message(Peer from, Message message);

  /// Shows something else that the person should know.
  void notice(Notice notice);

  /// Returns a screen of lines: a message is shown as `127.0.0.1:4711: hello` or, for a numbered
  /// peer, `3 127.0.0.1:4711: hello`. Each line of a multi-line message gets this prefix, so that
  /// no line can pass for another peer's. Peer bytes are escaped as described in
  /// [dev.parley.text.Printable]. A message's final line end is not shown. In a session with raw
  /// framing, a character split between two messages is shown once it is complete.
  ///
  /// @param messages receives lines of messages, without line end; like the screen itself, it must
  ///   be safe for any thread and must not block
  /// @param notices receives lines of notices likewise
  static Screen lines(Consumer<String> messages, Consumer<String> notices) {
    return translated(messages, sentence -> sentence.toString().lines().forEach(notices));
  }

  /// Same as [#lines], for a person who reads another language than English.
  ///
  /// @param sentences receives [Notice#sentences], one by one
  static Screen translated(Consumer<String> messages, Consumer<Problem> sentences) {
    return new LineScreen(messages, sentences);
  }
}
