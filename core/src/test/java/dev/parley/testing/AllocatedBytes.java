package dev.parley.testing;

import java.lang.reflect.Method;

/// Bytes allocated by threads, as counted by the JDK. Uses reflection, because the library does not
/// require that module of the JDK: the JVM needs `--add-modules jdk.management`.
public final class AllocatedBytes {
  private final Object threads;
  private final Method count;

  private AllocatedBytes(Object threads, Method count) {
    this.threads = threads;
    this.count = count;
  }

  /// Returns the JDK's counter.
  ///
  /// @throws ReflectiveOperationException if there is none
  public static AllocatedBytes find() throws ReflectiveOperationException {
    Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
    Object threads = factory.getMethod("getThreadMXBean").invoke(null);
    Class<?> counting = Class.forName("com.sun.management.ThreadMXBean");
    return new AllocatedBytes(threads, counting.getMethod("getThreadAllocatedBytes", long.class));
  }

  /// Returns the bytes that the thread with this id has allocated so far.
  public long by(long thread) throws ReflectiveOperationException {
    return (long) count.invoke(threads, thread);
  }
}
