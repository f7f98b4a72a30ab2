package dev.parley.internal.engine;

import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Combines two layers into one, with the outer one next to the socket. The inner one starts when
/// the login of the outer one is done, so that it can use its result. Confined to its session's
/// loop.
final class StackedLayer implements Layer {
  private final Layer outer;
  private final Layer inner;
  private final ByteQueue between = new ByteQueue();
  private boolean hasInnerStarted;
  private boolean isInnerAtWork;

  StackedLayer(Layer outer, Layer inner) {
    this.outer = outer;
    this.inner = inner;
  }

  @Override
  public void start(Sink wire) {
    outer.start(wire);
    startInner(wire);
  }

  private void startInner(Sink wire) {
    if (!hasInnerStarted && !outer.isLogin()) {
      hasInnerStarted = true;
      inner.start(bytes -> outer.send(bytes, wire));
    }
  }

  @Override
  public void receive(ByteBuffer wire, Sink plain, Sink back) throws ProtocolException {
    if (hasInnerStarted && inner.isTransparent() && !between.bytes().hasRemaining()) {
      outer.receive(wire, plain, back);
      return;
    }
    ProtocolException fault = null;
    try {
      outer.receive(wire, between, back);
    } catch (ProtocolException e) {
      fault = e;
    }
    startInner(back);
    ByteBuffer bytes = between.bytes();
    if (bytes.hasRemaining() || isInnerAtWork) {
      isInnerAtWork = false;
      do { // the outer one observes the share of a turn, so its output is as small
        inner.receive(bytes, plain, answer -> outer.send(answer, back));
      } while (bytes.hasRemaining());
    }
    between.clear();
    if (fault != null) {
      throw fault; // after what came whole before it
    }
  }

  @Override
  public void release() {
    outer.release();
    inner.release();
  }

  @Override
  public @Nullable ByteBuffer room(int bytes, Sink wire) {
    return inner.isTransparent()
        ? outer.room(bytes, wire)
        : inner.room(bytes, sealed -> outer.send(sealed, wire));
  }

  @Override
  public void send(ByteBuffer plain, Sink wire) {
    inner.send(plain, bytes -> outer.send(bytes, wire));
  }

  @Override
  public void flush(Sink wire) {
    if (hasInnerStarted) {
      inner.flush(bytes -> outer.send(bytes, wire));
    }
    outer.flush(wire);
  }

  @Override
  public void taken(Sink wire) {
    if (hasInnerStarted) {
      inner.taken(bytes -> outer.send(bytes, wire));
    }
    outer.taken(wire);
  }

  @Override
  public void finish(Sink wire) {
    if (hasInnerStarted) {
      inner.finish(bytes -> outer.send(bytes, wire));
    }
    outer.finish(wire);
  }

  @Override
  public boolean hasEnded() {
    return outer.hasEnded() || inner.hasEnded();
  }

  @Override
  public boolean hasEndedBoth() {
    return outer.hasEndedBoth() || inner.hasEndedBoth();
  }

  @Override
  public @Nullable Runnable work() {
    Runnable work = outer.work();
    if (work != null) {
      return work;
    }
    work = inner.work();
    isInnerAtWork |= work != null;
    return work;
  }

  /// Returns the inner layer's principal, which is the more specific one: a person on a machine
  /// that has passed the outer one.
  @Override
  public @Nullable String principal() {
    String name = inner.principal();
    return name != null ? name : outer.principal();
  }

  @Override
  public boolean isRevoked() {
    return outer.isRevoked() || inner.isRevoked();
  }

  @Override
  public void end() throws ProtocolException {
    outer.end();
    inner.end();
  }

  @Override
  public boolean isLogin() {
    return outer.isLogin() || !hasInnerStarted || inner.isLogin();
  }

  @Override
  public boolean isTransparent() {
    return outer.isTransparent() && inner.isTransparent();
  }

  @Override
  public int begun() {
    return outer.begun() + inner.begun();
  }

  @Override
  public boolean isHolding() {
    return outer.isHolding() || inner.isHolding();
  }

  @Override
  public int fetched() {
    return outer.fetched() + inner.fetched();
  }

  @Override
  public long held() {
    return outer.held() + inner.held();
  }

  @Override
  public long cost() {
    return outer.cost() + between.cost() + inner.cost();
  }
}
