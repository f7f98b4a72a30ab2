package dev.parley.testing;

/// Fills the memory of this process, except for what a test leaves free. For a process of its own,
/// with little memory and without thread-local allocation buffers, so that each object counts.
public final class ScarceMemory {
  private static final Object[] NOTHING = {};

  private Object[] ballast = NOTHING;
  private Object[] chain = NOTHING;

  /// Returns the JVM options of such a process.
  public static String[] options() {
    return new String[] {"-Xmx8m", "-XX:-UseTLAB"};
  }

  /// Fills the memory except for `room` small objects. The large objects allocated first stay.
  public void fill(int room) {
    if (ballast.length == 0) {
      ballast = taken(ballast, 1 << 12);
      ballast = (Object[]) ballast[0];
    }
    chain = taken(chain, 1);
    for (int i = 0; i < room; i++) {
      chain = (Object[]) chain[0];
    }
  }

  /// Allocates a chain of objects until `length` or until memory runs out.
  private static Object[] taken(Object[] start, int length) {
    Object[] chain = start;
    try {
      while (true) {
        Object[] next = new Object[length];
        next[0] = chain;
        chain = next;
      }
    } catch (OutOfMemoryError e) {
      return chain;
    }
  }

  /// Releases the small objects.
  public void release() {
    chain = NOTHING;
  }

  /// Releases everything.
  public void releaseAll() {
    chain = NOTHING;
    ballast = NOTHING;
  }
}
