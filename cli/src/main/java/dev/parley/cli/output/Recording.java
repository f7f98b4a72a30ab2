package dev.parley.cli.output;

import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;

/// Records the messages of all sessions of the inner handler in a transcript, both ways.
///
/// The inner handler sees a [RecordedSession] in place of each session, the same one in every call;
/// it is kept as the session's attachment.
public final class Recording implements Handler {
  private final Handler inner;
  private final Transcript transcript;

  public Recording(Handler inner, Transcript transcript) {
    this.inner = inner;
    this.transcript = transcript;
  }

  private static RecordedSession of(Session session) {
    if (session.attachment() instanceof RecordedSession recorded) {
      return recorded;
    }
    throw new IllegalStateException(session + " was never opened here");
  }

  @Override
  public void opened(Session session) throws Exception {
    RecordedSession recorded = new RecordedSession(session, transcript);
    session.attach(recorded);
    inner.opened(recorded);
  }

  @Override
  public void received(Session session, Message message) throws Exception {
    RecordedSession recorded = of(session);
    recorded.heard(message);
    inner.received(recorded, message);
  }

  @Override
  public void ended(Session session) throws Exception {
    inner.ended(of(session));
  }

  @Override
  public void draining(Session session) throws Exception {
    inner.draining(of(session));
  }

  @Override
  public void drained(Session session) throws Exception {
    inner.drained(of(session));
  }

  @Override
  public void quiet(Session session) throws Exception {
    inner.quiet(of(session));
  }

  @Override
  public void ending(Session session, CloseReason reason, Problem problem) throws Exception {
    inner.ending(of(session), reason, problem);
  }

  @Override
  public void closed(Session session, CloseReason reason) throws Exception {
    inner.closed(of(session), reason);
  }

  @Override
  public boolean isAutomatic() {
    return inner.isAutomatic();
  }
}
