package dev.parley.internal.engine;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Combines two layers into one, with the outer one next to the socket. The inner one starts when
/// the login of the outer one is done, so that it can use its result. Confined to its session's
/// loop.
final class StackedLayer implements Layer, StackedLogin, StackedState {
  private final Layer outer;
  private final Layer inner;
  private final ByteQueue between = new ByteQueue();
  private boolean hasInnerStarted;
  private boolean isInnerAtWork;

  StackedLayer(Layer outer, Layer inner) {
    this.outer = outer;
    this.inner = inner;
  }

  /// Returns the inner layer's way to the wire.
  private Sink through(Sink wire) {
    return bytes -> outer.send(bytes, wire);
  }

  @Override
  public void start(Sink wire) {
    outer.start(wire);
    startInner(wire);
  }

  private void startInner(Sink wire) {
    if (!hasInnerStarted && !outerLogin().isPending()) {
      hasInnerStarted = true;
      inner.start(through(wire));
    }
  }

  @Override
  public void receive(ByteBuffer wire, Sink plain, Sink back) throws ProtocolException {
    if (hasInnerStarted && innerState().isTransparent() && !between.bytes().hasRemaining()) {
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
        inner.receive(bytes, plain, through(back));
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
  public @Nullable ByteBuffer reserve(int bytes, Sink wire) {
    return innerState().isTransparent()
        ? outer.reserve(bytes, wire)
        : inner.reserve(bytes, through(wire));
  }

  @Override
  public void send(ByteBuffer plain, Sink wire) {
    inner.send(plain, through(wire));
  }

  @Override
  public void flush(Sink wire) {
    if (hasInnerStarted) {
      inner.flush(through(wire));
    }
    outer.flush(wire);
  }

  @Override
  public void taken(Sink wire) {
    if (hasInnerStarted) {
      inner.taken(through(wire));
    }
    outer.taken(wire);
  }

  @Override
  public void finish(Sink wire) {
    if (hasInnerStarted) {
      inner.finish(through(wire));
    }
    outer.finish(wire);
  }

  @Override
  public void end() throws ProtocolException {
    outer.end();
    inner.end();
  }

  // Login.

  @Override
  public LayerLogin login() {
    return this;
  }

  @Override
  public LayerLogin outerLogin() {
    return outer.login();
  }

  @Override
  public LayerLogin innerLogin() {
    return inner.login();
  }

  @Override
  public boolean isPending() {
    return outerLogin().isPending() || !hasInnerStarted || innerLogin().isPending();
  }

  @Override
  public @Nullable Runnable work() {
    Runnable work = outerLogin().work();
    if (work != null) {
      return work;
    }
    work = innerLogin().work();
    isInnerAtWork |= work != null;
    return work;
  }

  // State.

  @Override
  public LayerState state() {
    return this;
  }

  @Override
  public LayerState outerState() {
    return outer.state();
  }

  @Override
  public LayerState innerState() {
    return inner.state();
  }

  @Override
  public long cost() {
    return StackedState.super.cost() + between.cost();
  }
}
