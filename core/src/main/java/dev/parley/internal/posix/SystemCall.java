package dev.parley.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// A function of the C library, as on Linux for x86-64 and aarch64. Finding the first one in a
/// process takes some 50 ms of processor time, so the classes that hold them are loaded late.
///
/// Pointers are passed as numbers, which is the same to these processors and allocates nothing.
/// Safe for any thread.
record SystemCall(MethodHandle function) {
  /// One signature for all calls, so that the JDK generates code once: that is most of the cost of
  /// the first use. Arguments that a function does not have are passed in registers that it does
  /// not read, and of arguments that are narrower in C it reads the lower half.
  private static final FunctionDescriptor FORM =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// Finds a function by its name in C; the lookup fails where it is missing or may not be called.
  ///
  /// Restricted, since a wrong signature would crash the JVM: the signatures were checked against
  /// the headers of Linux, and a trial tests them before anything depends on them.
  @SuppressWarnings("restricted")
  static SystemCall named(String function) {
    Linker linker = Linker.nativeLinker();
    return new SystemCall(
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(function),
            FORM,
            Linker.Option.captureCallState("errno")));
  }

  /// Allocates the memory into which the calls of one thread write their error number.
  static MemorySegment errorMemory(Arena arena) {
    return arena.allocate(STATE);
  }

  /// Returns the number of the error that the last call has written; only after a call that failed.
  ///
  /// @return one of [Errno], or another
  static int errno(MemorySegment error) {
    return (int) ERRNO.get(error, 0L);
  }

  /// Calls the function and returns its result, which says whether it failed.
  long call(MemorySegment error, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) function.invokeExact(error, a, b, c, d, e, f);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // a call with this signature throws nothing
    }
  }
}
