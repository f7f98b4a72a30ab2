package dev.parley.testing;

import java.lang.reflect.Method;

/// What threads have allocated, as the JDK counts. By reflection, because the JDK's module is not
/// among those that the library needs: the JVM is to be given `--add-modules jdk.management`.
public final class AllocatedBytes {
  private final Object threads;
  private final Method count;

  private AllocatedBytes(Object threads, Method count) {
    this.threads = threads;
    this.count = count;
  }

  /// The JDK's counter.
  ///
  /// @throws ReflectiveOperationException if there is none
  public static AllocatedBytes find() throws ReflectiveOperationException {
    Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
    Object threads = factory.getMethod("getThreadMXBean").invoke(null);
    Class<?> counting = Class.forName("com.sun.management.ThreadMXBean");
    return new AllocatedBytes(threads, counting.getMethod("getThreadAllocatedBytes", long.class));
  }

  /// What the thread with this number has allocated so far.
  public long by(long thread) throws ReflectiveOperationException {
    return (long) count.invoke(threads, thread);
  }
}
