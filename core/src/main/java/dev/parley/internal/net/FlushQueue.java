package dev.parley.internal.net;

import java.util.ArrayList;

/// The links of one loop that were written to and are flushed at the end of the turn. Confined to
/// its loop.
final class FlushQueue {
  /// A link that can be flushed.
  interface Flushable {
    /// Writes waiting bytes, as far as the kernel takes them.
    void endTurn();
  }

  private final LoopBuffers buffers;
  private final ArrayList<Flushable> links = new ArrayList<>();

  /// @param buffers the loop's buffers; the holder of the write buffer is flushed too
  FlushQueue(LoopBuffers buffers) {
    this.buffers = buffers;
  }

  /// Returns true if nothing is waiting to be flushed.
  boolean isEmpty() {
    return links.isEmpty() && buffers.writer() == null;
  }

  void add(Flushable link) {
    links.add(link);
  }

  int size() {
    return links.size();
  }

  /// Returns the link at an index, from 0 and less than [#size].
  Flushable get(int index) {
    return links.get(index);
  }

  /// Flushes all links.
  void flush(CallbackNesting callbacks) {
    flushWriter(callbacks);
    // Flushing may close sessions, and their handlers may write to others.
    for (int i = 0; i < links.size(); i++) {
      callbacks.run(links.get(i)::endTurn);
    }
    links.clear();
    flushWriter(callbacks);
  }

  private void flushWriter(CallbackNesting callbacks) {
    StreamOutput writer = buffers.writer();
    if (writer != null) {
      callbacks.run(writer::endTurn);
    }
  }
}
