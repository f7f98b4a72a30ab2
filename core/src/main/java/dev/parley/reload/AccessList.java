package dev.parley.reload;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.parley.problem.FileProblem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/// Checks whether a file has an access control list (acl(5)). With one, the group bits of its mode
/// are a mask, the maximum that the list grants to anybody but the owner and others: users who are
/// not in the group may have write access.
///
/// Java has no API for these lists, so on Linux we call getxattr(2), and only if native access is
/// enabled, as `./parley` does: a library must not make the JVM print warnings. Safe for any
/// thread. Blocks.
public final class AccessList {
  /// The attributes of POSIX lists and of NFS version 4 lists.
  private static final List<String> NAMES = List.of("system.posix_acl_access", "system.nfs4_acl");

  /// The maximum size of an attribute's value in Linux (XATTR_SIZE_MAX).
  private static final long MOST_BYTES = 1 << 16;

  private static final int ENODATA = 61; // the file has no such attribute
  private static final int EOPNOTSUPP = 95; // the file system has no such attributes

  private AccessList() {}

  /// The native calls. A class of its own, so that it is loaded only where they are allowed.
  private static final class Call {
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// Path, name, buffer, and its size.
    static final MethodHandle GETXATTR =
        handle("getxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));

    /// Path, name, value, its size, and flags.
    static final MethodHandle SETXATTR =
        handle(
            "setxattr",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));

    /// Path and name.
    static final MethodHandle REMOVEXATTR =
        handle("removexattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    private Call() {}

    /// Restricted, since a wrong signature would crash the JVM.
    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor form) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name), form, Linker.Option.captureCallState("errno"));
    }
  }

  /// True if the file has no list; false if it has one, or if that is unknown.
  static boolean isNoneOn(Path file) {
    if (!isKnown(file)) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = path(file, arena);
      for (String name : NAMES) {
        int error = error(path, arena.allocateFrom(name), arena.allocate(Call.STATE));
        if (error != ENODATA && error != EOPNOTSUPP) {
          return false;
        }
      }
      return true;
    }
  }

  /// Copies the lists of `from` to `to`, and removes those that `from` does not have, including
  /// defaults inherited from the folder. Call it before `to` gets the mode of `from`: with a list
  /// the group bits of that mode are only a mask, but without it they would grant the group access.
  /// Does nothing where lists are not supported or cannot be read.
  ///
  /// @throws IOException if the lists cannot be set on `to`
  public static void copy(Path from, Path to) throws IOException {
    if (!isKnown(from) || !isKnown(to)) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      for (String list : NAMES) {
        MemorySegment name = arena.allocateFrom(list);
        MemorySegment state = arena.allocate(Call.STATE);
        MemorySegment value = arena.allocate(MOST_BYTES);
        long size =
            (long) Call.GETXATTR.invokeExact(state, path(from, arena), name, value, MOST_BYTES);
        int error = size < 0 ? errno(state) : 0;
        if (error == 0) {
          error = set(path(to, arena), name, value, size, state);
        } else if (error == ENODATA) {
          error = remove(path(to, arena), name, state);
        }
        if (error != 0 && error != ENODATA && error != EOPNOTSUPP) {
          throw new ProblemIOException(FileProblem.ACCESS_LIST_NOT_KEPT, error);
        }
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // see below
    }
  }

  private static int set(
      MemorySegment path, MemorySegment name, MemorySegment value, long size, MemorySegment state)
      throws Throwable {
    int result = (int) Call.SETXATTR.invokeExact(state, path, name, value, size, 0);
    return result < 0 ? errno(state) : 0;
  }

  private static int remove(MemorySegment path, MemorySegment name, MemorySegment state)
      throws Throwable {
    int result = (int) Call.REMOVEXATTR.invokeExact(state, path, name);
    return result < 0 ? errno(state) : 0;
  }

  private static boolean isKnown(Path file) {
    return System.getProperty("os.name", "").equals("Linux")
        && AccessList.class.getModule().isNativeAccessEnabled()
        && Path.of(file.toString()).equals(file); // encodable in this locale
  }

  private static MemorySegment path(Path file, Arena arena) {
    Charset locale = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return arena.allocateFrom(file.toAbsolutePath().toString(), locale);
  }

  private static int errno(MemorySegment state) {
    return (int) Call.ERRNO.get(state, 0L);
  }

  /// Returns the error number of querying an attribute's size; 0 if the file has it.
  private static int error(MemorySegment path, MemorySegment name, MemorySegment state) {
    try {
      long size = (long) Call.GETXATTR.invokeExact(state, path, name, MemorySegment.NULL, 0L);
      return size < 0 ? errno(state) : 0;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // native calls throw nothing
    }
  }
}
