package dev.parley.testing;

/// All memory of this process but for as much as a test leaves. For a process of its own, with
/// little memory and without buffers of threads, so that each object counts.
public final class ScarceMemory {
  private static final Object[] NOTHING = {};

  private Object[] ballast = NOTHING;
  private Object[] chain = NOTHING;

  /// What runs such a process.
  public static String[] options() {
    return new String[] {"-Xmx8m", "-XX:-UseTLAB"};
  }

  /// Takes all memory but for so many small objects. The large ones that it takes first stay.
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

  /// A chain of as many as there is memory for.
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

  /// Lets go of the small objects.
  public void release() {
    chain = NOTHING;
  }

  /// Lets go of all.
  public void releaseAll() {
    chain = NOTHING;
    ballast = NOTHING;
  }
}
