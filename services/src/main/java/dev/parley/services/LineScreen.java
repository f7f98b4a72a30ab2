package dev.parley.services;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.Session;
import dev.parley.text.Printable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The implementation of [Screen#lines] and [Screen#translated].
final class LineScreen implements Screen {
  private final Consumer<String> messages;
  private final Consumer<Problem> sentences;

  /// Incomplete text of streams, by session; each entry is used only by its session's loop.
  private final ConcurrentHashMap<Session, Printable.Stream> begun = new ConcurrentHashMap<>();

  LineScreen(Consumer<String> messages, Consumer<Problem> sentences) {
    this.messages = messages;
    this.sentences = sentences;
  }

  @Override
  public void message(Peer from, Message message) {
    Session session = from.session();
    Framing framing = session.framing();
    if (framing == null || framing.keepsBoundaries()) {
      show(from, Printable.text(message));
      return;
    }
    String text = begun.computeIfAbsent(session, _ -> new Printable.Stream()).print(message);
    if (!text.isEmpty()) {
      show(from, text);
    }
  }

  private void show(Peer from, String text) {
    String label = from.label() + ": ";
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    int start = 0;
    while (start <= end) {
      int next = text.indexOf('\n', start);
      int stop = next < 0 || next > end ? end : next;
      messages.accept(label + text.substring(start, stop));
      start = stop + 1;
    }
  }

  @Override
  public void notice(Notice notice) {
    switch (notice) {
      case Notice.FinishedSending(Peer peer) -> showRest(peer);
      case Notice.Left(Peer peer, _, _) -> showRest(peer);
      default -> {}
    }
    notice.sentences().forEach(sentences);
  }

  private void showRest(Peer peer) {
    Printable.Stream stream = begun.remove(peer.session());
    String rest = stream == null ? "" : stream.flush();
    if (!rest.isEmpty()) {
      show(peer, rest);
    }
  }
}
