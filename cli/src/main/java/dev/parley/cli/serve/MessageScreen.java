package dev.parley.cli.serve;

import dev.parley.cli.io.OutputQueue;
import dev.parley.cli.report.Report;
import dev.parley.frame.Message;
import dev.parley.services.Notice;
import dev.parley.services.Peer;
import dev.parley.services.Screen;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The screen of `print` and `operator`, on stdout, which may stall. Nobody waits for it but the
/// peers themselves: while the queue is more than half full, a session that sends is not read from
/// until the queue is empty (TCP then pushes back; datagrams that arrive meanwhile are rejected and
/// counted).
final class MessageScreen implements Screen {
  /// Number of paused sessions from which closed ones are removed before another is added.
  private static final int MANY_PAUSED = 1024;

  private final Screen inner;
  private final OutputQueue stdout;
  private final Set<Session> paused = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isWaiting = new AtomicBoolean();

  private MessageScreen(Screen inner, OutputQueue stdout) {
    this.inner = inner;
    this.stdout = stdout;
  }

  /// Messages for people: a peer's name before each line, and no terminal control sequences;
  /// notices are in the language of this process.
  static Screen forPeople(OutputQueue stdout, Report report) {
    return new MessageScreen(Screen.translated(stdout::line, report::noteLines), stdout);
  }

  /// Messages for programs: their bytes unchanged, each followed by a newline.
  ///
  /// @param isStream true if there are no messages, only bytes, to which nothing is added
  static Screen forPrograms(boolean isStream, OutputQueue stdout) {
    return new MessageScreen(new Bytes(isStream, stdout), stdout);
  }

  @Override
  public void message(Peer from, Message message) {
    inner.message(from, message);
    if (stdout.isCrowded()) {
      pause(from.session());
    }
  }

  private void pause(Session session) {
    session.pauseReading();
    if (paused.size() >= MANY_PAUSED) {
      paused.removeIf(one -> !one.isOpen()); // peers come and go while nobody reads our output
    }
    paused.add(session);
    if (isWaiting.compareAndSet(false, true)) {
      stdout.whenEmpty(this::resumeAll);
    }
  }

  private void resumeAll() {
    isWaiting.set(false);
    for (Iterator<Session> all = paused.iterator(); all.hasNext(); ) {
      Session session = all.next();
      all.remove();
      session.resumeReading();
    }
  }

  @Override
  public void notice(Notice notice) {
    inner.notice(notice);
  }

  /// Bytes unchanged. Notices are left to the report's own events.
  private record Bytes(boolean isStream, OutputQueue stdout) implements Screen {
    @Override
    public void message(Peer from, Message message) {
      boolean endsLine = !isStream || from.session().transport() == Transport.UDP;
      byte[] bytes = new byte[message.length() + (endsLine ? 1 : 0)];
      message.copyTo(bytes, 0);
      if (endsLine) {
        bytes[message.length()] = '\n';
      }
      boolean _ = stdout.offer(bytes);
    }

    @Override
    public void notice(Notice notice) {}
  }
}
