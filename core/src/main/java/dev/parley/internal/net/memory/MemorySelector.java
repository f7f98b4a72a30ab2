package dev.parley.internal.net.memory;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Reports memory channels that are ready, to the loop that asks. It never waits: a change of a
/// channel puts its key into a queue and wakes the loop, so that a turn costs time only for
/// channels that have changed, and no system call.
///
/// [#add] is safe for any thread, all else belongs to the loop.
public final class MemorySelector extends AbstractSelector {
  private final Runnable wakeUp;
  private final ConcurrentLinkedQueue<MemoryKey> candidates = new ConcurrentLinkedQueue<>();
  private final Set<SelectionKey> keys = new HashSet<>();

  /// @param wakeUp wakes the loop if it waits; called on any thread, must not block
  public MemorySelector(Runnable wakeUp) {
    super(MemoryProvider.INSTANCE);
    this.wakeUp = wakeUp;
  }

  /// Adds a key whose channel may be ready.
  void add(MemoryKey key) {
    candidates.add(key);
    wakeUp.run();
  }

  /// Returns true if a channel may be ready.
  public boolean hasCandidates() {
    return !candidates.isEmpty();
  }

  /// Passes each key that is ready to `action`, each at most once. A key that is still ready
  /// afterwards is passed again the next time.
  public void dispatch(Consumer<SelectionKey> action) {
    forgetCancelled();
    for (int left = candidates.size(); left > 0; left--) {
      MemoryKey key = candidates.poll();
      if (key == null) {
        return;
      }
      if (key.look()) {
        action.accept(key);
        key.lookAgain();
      }
    }
  }

  private void forgetCancelled() {
    Set<SelectionKey> cancelled = cancelledKeys();
    synchronized (cancelled) {
      for (SelectionKey key : cancelled) {
        keys.remove(key);
        deregister((MemoryKey) key);
      }
      cancelled.clear();
    }
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    MemoryEndpoint endpoint = (MemoryEndpoint) channel; // of the same provider, so it is one
    MemoryKey key = new MemoryKey(this, channel, endpoint, ops);
    key.attach(attachment);
    keys.add(key);
    endpoint.watch().by(key);
    key.lookAgain();
    return key;
  }

  @Override
  protected void implCloseSelector() {
    keys.forEach(SelectionKey::cancel);
    forgetCancelled();
  }

  @Override
  public Set<SelectionKey> keys() {
    return keys;
  }

  @Override
  public Selector wakeup() {
    wakeUp.run();
    return this;
  }

  // Only dispatch is used.

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int selectNow() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select(long timeoutMillis) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select() throws IOException {
    throw new UnsupportedOperationException();
  }
}
