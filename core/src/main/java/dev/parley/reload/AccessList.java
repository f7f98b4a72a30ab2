package dev.parley.reload;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/// Whether a file has an access control list (acl(5)). With one, the bits of the group in its mode
/// are a mask, the most that the list gives to anybody but the owner and others: it may let users
/// write who are not in the group.
///
/// Java knows no such list, so Linux is asked by getxattr(2), and only where native access is
/// enabled, as `./parley` has it: a library must not make the JVM print warnings. Safe for any
/// thread. Blocks.
public final class AccessList {
  /// Those of POSIX, and of NFS version 4.
  private static final List<String> NAMES = List.of("system.posix_acl_access", "system.nfs4_acl");

  /// The most that Linux keeps in an attribute (XATTR_SIZE_MAX).
  private static final long MOST_BYTES = 1 << 16;

  private static final int ENODATA = 61; // there is none
  private static final int EOPNOTSUPP = 95; // this file system has none

  private AccessList() {}

  /// The call. Loaded only where it may be called.
  private static final class Call {
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// Path, name, room, and its size.
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

    /// Restricted, since a wrong form would crash the JVM.
    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor form) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name), form, Linker.Option.captureCallState("errno"));
    }
  }

  /// True if a file has no list; false if it has one, and in any doubt.
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

  /// Gives `to` the lists of `from`, and none where that has none: also those that a folder gives
  /// to what is made in it. To be done before `to` gets the mode of `from`, whose bits for the
  /// group are the most that a list gives, and would be the group's own without it. Does nothing
  /// where lists cannot be known.
  ///
  /// @throws IOException if `to` cannot have them
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
          throw new FileSystemException(
              to.toString(),
              null,
              "it cannot have the access control list of the file before it (error " + error + ")");
        }
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // as below
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
        && Path.of(file.toString()).equals(file); // its name is of this locale
  }

  private static MemorySegment path(Path file, Arena arena) {
    Charset locale = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return arena.allocateFrom(file.toAbsolutePath().toString(), locale);
  }

  private static int errno(MemorySegment state) {
    return (int) Call.ERRNO.get(state, 0L);
  }

  /// The error number of asking for an attribute's size; 0 if the file has it.
  private static int error(MemorySegment path, MemorySegment name, MemorySegment state) {
    try {
      long size = (long) Call.GETXATTR.invokeExact(state, path, name, MemorySegment.NULL, 0L);
      return size < 0 ? errno(state) : 0;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // a call of this form throws nothing
    }
  }
}
