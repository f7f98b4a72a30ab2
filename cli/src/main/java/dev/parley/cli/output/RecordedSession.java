package dev.parley.cli.output;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.TlsDetails;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import dev.parley.text.Printable;
import dev.parley.tls.Tls;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A session whose messages are recorded in a transcript: sent ones here, once the session has
/// accepted them; received ones by [Recording]. Safe for any thread, as its session is.
final class RecordedSession implements Session {
  private final Session session;
  private final Transcript transcript;
  private final String peer;
  private volatile @Nullable Object attachment;

  RecordedSession(Session session, Transcript transcript) {
    this.session = session;
    this.transcript = transcript;
    String name = Printable.peer(session.principal(), session.peerName());
    this.peer = session.transport() == Transport.UNIX ? name : session.transport() + "://" + name;
  }

  void heard(Message message) {
    transcript.record(Transcript.Direction.IN, peer, message.bytes());
  }

  private void said(byte[] message) {
    transcript.record(Transcript.Direction.OUT, peer, message);
  }

  @Override
  public @Nullable TlsDetails tls() {
    return session.tls();
  }

  @Override
  public @Nullable Framing framing() {
    return session.framing();
  }

  @Override
  public void reframe(Framing in, Framing out) {
    session.reframe(in, out);
  }

  @Override
  public void secure(Tls tls, Runnable then) {
    session.secure(tls, then);
  }

  @Override
  public void secure(Runnable then) {
    session.secure(then);
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    send(Message.of(copy));
  }

  @Override
  public void send(Message message) {
    byte[] bytes = message.bytes();
    boolean isTaken = session.isOpen();
    session.send(message);
    if (isTaken) {
      said(bytes);
    }
  }

  @Override
  public <T> boolean compose(int length, T source, Composer<? super T> composer) {
    byte[] composed = new byte[length];
    boolean[] isTaken = new boolean[1];
    boolean isSent =
        session.compose(
            length,
            source,
            (from, target) -> {
              int start = target.position();
              boolean isPut = composer.put(from, target);
              if (isPut) {
                target.get(start, composed, 0, Math.min(length, target.position() - start));
                isTaken[0] = true;
              }
              return isPut;
            });
    if (isTaken[0]) {
      said(composed);
    }
    return isSent;
  }

  @Override
  public boolean offer(Message message) {
    byte[] bytes = message.bytes();
    if (!session.offer(message)) {
      return false;
    }
    said(bytes);
    return true;
  }

  @Override
  public long id() {
    return session.id();
  }

  @Override
  public Transport transport() {
    return session.transport();
  }

  @Override
  public SocketAddress peer() {
    return session.peer();
  }

  @Override
  public SocketAddress local() {
    return session.local();
  }

  @Override
  public String peerName() {
    return session.peerName();
  }

  @Override
  public @Nullable String principal() {
    return session.principal();
  }

  @Override
  public int maxMessage() {
    return session.maxMessage();
  }

  @Override
  public void endOutput() {
    session.endOutput();
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public void abort() {
    session.abort();
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public @Nullable CloseReason reason() {
    return session.reason();
  }

  @Override
  public @Nullable Problem problem() {
    return session.problem();
  }

  @Override
  public long waiting() {
    return session.waiting();
  }

  @Override
  public void flushed(Flushed then) {
    session.flushed(then);
  }

  @Override
  public void pauseReading() {
    session.pauseReading();
  }

  @Override
  public void resumeReading() {
    session.resumeReading();
  }

  @Override
  public Timeouts timeouts() {
    return session.timeouts();
  }

  @Override
  public void timeouts(Timeouts timeouts) {
    session.timeouts(timeouts);
  }

  @Override
  public Limits limits() {
    return session.limits();
  }

  @Override
  public void limits(Limits limits) {
    session.limits(limits);
  }

  @Override
  public void execute(Runnable task) {
    session.execute(task);
  }

  @Override
  public Loop loop() {
    return session.loop();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return session.after(delay, task);
  }

  @Override
  public void attach(@Nullable Object attachment) {
    this.attachment = attachment;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public Traffic traffic() {
    return session.traffic();
  }

  @Override
  public Session unwrapped() {
    return session.unwrapped();
  }

  @Override
  public String toString() {
    return session.toString();
  }
}
