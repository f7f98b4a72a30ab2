package dev.parley.internal.net.memory;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;

/// The registration of a channel with a [MemorySelector]. [#changed] is safe for any thread; the
/// interest is set on the thread of the selector.
final class MemoryKey extends AbstractSelectionKey {
  private final MemorySelector selector;
  private final SelectableChannel channel;
  private final MemoryEndpoint endpoint;

  /// True while the key is among the candidates of its selector.
  private final AtomicBoolean isCandidate = new AtomicBoolean();

  private volatile int interest;
  private int ready;

  MemoryKey(
      MemorySelector selector, SelectableChannel channel, MemoryEndpoint endpoint, int interest) {
    this.selector = selector;
    this.channel = channel;
    this.endpoint = endpoint;
    this.interest = interest;
  }

  /// The channel may have become ready.
  void changed() {
    if (isCandidate.compareAndSet(false, true)) {
      boolean isAdded = false;
      try {
        selector.add(this);
        isAdded = true;
      } finally {
        if (!isAdded) { // there is no memory for it
          isCandidate.set(false);
        }
      }
    }
  }

  /// Looks what is ready, once the selector has taken this key from its candidates.
  ///
  /// @return true if something is that the owner is interested in
  boolean look() {
    isCandidate.set(false); // before the look: a change after it adds the key again
    ready = isValid() ? possible() : 0;
    return ready != 0;
  }

  /// Adds the key to the candidates again if its owner has left something that is ready.
  void lookAgain() {
    if (isValid() && possible() != 0) {
      changed();
    }
  }

  private int possible() {
    return endpoint.readyOps() & interest;
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public Selector selector() {
    return selector;
  }

  @Override
  public int interestOps() {
    return interest;
  }

  @Override
  public SelectionKey interestOps(int ops) {
    interest = ops;
    lookAgain();
    return this;
  }

  @Override
  public int readyOps() {
    return ready;
  }
}
