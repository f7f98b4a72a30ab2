package dev.parley.load;

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
import dev.parley.tls.Tls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session without a network: records what is sent, runs tasks at once, accepts no more than the
/// test allows.
final class SilentSession implements Session {
  final List<String> sent = new ArrayList<>();
  int room = Integer.MAX_VALUE;

  @Override
  public void send(byte[] bytes, int offset, int length) {
    sent.add(new String(bytes, offset, length, StandardCharsets.US_ASCII));
  }

  @Override
  public void send(Message message) {
    sent.add(message.text());
  }

  @Override
  public <T> boolean compose(int length, T source, Composer<? super T> composer) {
    ByteBuffer target = ByteBuffer.allocate(length);
    boolean isComposed = composer.put(source, target);
    if (isComposed) {
      send(target.array());
    }
    return isComposed;
  }

  @Override
  public boolean offer(Message message) {
    if (room == 0) {
      return false;
    }
    room--;
    send(message);
    return true;
  }

  @Override
  public Timeouts timeouts() {
    return Timeouts.defaults();
  }

  @Override
  public void timeouts(Timeouts timeouts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Limits limits() {
    return Limits.defaults();
  }

  @Override
  public void limits(Limits limits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public @Nullable TlsDetails tls() {
    return null;
  }

  @Override
  public Loop loop() {
    throw new UnsupportedOperationException("has no loop");
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("has no clock");
  }

  @Override
  public @Nullable Framing framing() {
    return null;
  }

  @Override
  public void reframe(Framing in, Framing out) {
    throw new UnsupportedOperationException("has no bytes");
  }

  @Override
  public void secure(Tls tls, Runnable then) {
    throw new UnsupportedOperationException("has no bytes");
  }

  @Override
  public void secure(Runnable then) {
    throw new UnsupportedOperationException("has no bytes");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public long id() {
    return 1;
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }

  @Override
  public SocketAddress peer() {
    return new InetSocketAddress(0);
  }

  @Override
  public SocketAddress local() {
    return new InetSocketAddress(0);
  }

  @Override
  public @Nullable String principal() {
    return null;
  }

  @Override
  public String peerName() {
    return "nobody";
  }

  @Override
  public int maxMessage() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void endOutput() {}

  @Override
  public void close() {}

  @Override
  public void abort() {}

  @Override
  public @Nullable CloseReason reason() {
    return null;
  }

  @Override
  public @Nullable Problem problem() {
    return null;
  }

  @Override
  public long waiting() {
    return 0;
  }

  @Override
  public void flushed(Flushed then) {
    then.flushed(true);
  }

  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}

  @Override
  public void attach(Object attachment) {}

  @Override
  public Object attachment() {
    return null;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(0, 0, 0, 0);
  }
}
