package dev.parley.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;

/// Extended attributes of files (xattr(7)), for which Java has no API that reaches all of them.
/// Available on Linux, on any processor, if native access is enabled. Safe for any thread. Blocks.
public final class ExtendedAttributes {
  /// The maximum size of a value in Linux (XATTR_SIZE_MAX).
  private static final long MAX_VALUE_BYTES = 1 << 16;

  private ExtendedAttributes() {}

  /// The foreign functions. A separate class, so that it is loaded only where they are allowed.
  private static final class Calls {
    /// Path, name, buffer, and its size.
    static final MethodHandle GETXATTR =
        named("getxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));

    /// Path, name, value, its size, and flags.
    static final MethodHandle SETXATTR =
        named(
            "setxattr",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));

    /// Path and name.
    static final MethodHandle REMOVEXATTR =
        named("removexattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    private Calls() {}

    /// Restricted, since a wrong signature would crash the JVM.
    @SuppressWarnings("restricted")
    private static MethodHandle named(String name, FunctionDescriptor form) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name), form, Linker.Option.captureCallState("errno"));
    }
  }

  /// Returns true if the attributes of this file can be read; otherwise the other methods must not
  /// be called.
  public static boolean areKnown(Path file) {
    return System.getProperty("os.name", "").equals("Linux")
        && ExtendedAttributes.class.getModule().isNativeAccessEnabled()
        && Path.of(file.toString()).equals(file); // encodable in this locale
  }

  /// Checks whether a file has an attribute.
  ///
  /// @return 0 if it has, otherwise an error of [Errno]: ENODATA if it has not, EOPNOTSUPP if its
  ///   file system has no such attributes
  public static int find(Path file, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = SystemCall.errorMemory(arena);
      long size =
          (long)
              Calls.GETXATTR.invokeExact(
                  error, path(file, arena), arena.allocateFrom(name), MemorySegment.NULL, 0L);
      return size < 0 ? SystemCall.errno(error) : 0;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // foreign calls throw nothing
    }
  }

  /// Gives one file the attribute of another, or removes it if the other has none.
  ///
  /// @return 0 if that is done, otherwise an error of [Errno]: ENODATA if neither has it,
  ///   EOPNOTSUPP if a file system has no such attributes
  public static int copy(Path from, Path to, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = SystemCall.errorMemory(arena);
      MemorySegment text = arena.allocateFrom(name);
      MemorySegment value = arena.allocate(MAX_VALUE_BYTES);
      long size =
          (long) Calls.GETXATTR.invokeExact(error, path(from, arena), text, value, MAX_VALUE_BYTES);
      int missing = size < 0 ? SystemCall.errno(error) : 0;
      if (missing != 0 && missing != Errno.ENODATA) {
        return missing;
      }
      int result =
          missing == 0
              ? (int) Calls.SETXATTR.invokeExact(error, path(to, arena), text, value, size, 0)
              : (int) Calls.REMOVEXATTR.invokeExact(error, path(to, arena), text);
      return result < 0 ? SystemCall.errno(error) : 0;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // foreign calls throw nothing
    }
  }

  private static MemorySegment path(Path file, Arena arena) {
    Charset locale = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return arena.allocateFrom(file.toAbsolutePath().toString(), locale);
  }
}
