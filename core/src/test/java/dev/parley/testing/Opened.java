package dev.parley.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a test has opened: servers, clients, peers. A field of a test class with
/// [org.junit.jupiter.api.AutoClose], so that all are closed after each test, the latest first.
/// Confined to the test's thread.
@SuppressWarnings("try") // what a test opens may throw anything
public final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  /// Closes `thing` after the test.
  public void add(AutoCloseable thing) {
    things.push(thing);
  }

  /// Closes `thing` after the test, and returns it.
  public <T extends AutoCloseable> T keep(T thing) {
    add(thing);
    return thing;
  }

  /// Closes everything, the latest first, also after one has failed to close.
  ///
  /// @throws Exception the first failure, with the others suppressed
  @Override
  public void close() throws Exception {
    Exception first = null;
    while (!things.isEmpty()) {
      try {
        things.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
