package dev.parley.reload;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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

/// Whether a file has an access control list (acl(5)). With one, the bits of the group in its mode
/// are a mask, the most that the list gives to anybody but the owner and others: it may let users
/// write who are not in the group.
///
/// Java reads no such list, so Linux is asked by getxattr(2), and only where native access is
/// enabled, as `./parley` has it: a library must not make the JVM print warnings. Safe for any
/// thread. Blocks.
final class AccessList {
  /// Those of POSIX, and of NFS version 4.
  private static final List<String> NAMES = List.of("system.posix_acl_access", "system.nfs4_acl");

  private static final int ENODATA = 61; // there is none
  private static final int EOPNOTSUPP = 95; // this file system has none

  private AccessList() {}

  /// The call. Loaded only where it may be called.
  private static final class Call {
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    static final MethodHandle GETXATTR = getxattr();

    private Call() {}

    /// Restricted, since a wrong form would crash the JVM: path, name, room, and its size.
    @SuppressWarnings("restricted")
    private static MethodHandle getxattr() {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("getxattr"),
          FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG),
          Linker.Option.captureCallState("errno"));
    }
  }

  /// True if a file has no list; false if it has one, and in any doubt.
  static boolean isNoneOn(Path file) {
    if (!System.getProperty("os.name", "").equals("Linux")
        || !AccessList.class.getModule().isNativeAccessEnabled()
        || !Path.of(file.toString()).equals(file)) { // its name is not of this locale
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      Charset locale = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
      MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString(), locale);
      for (String name : NAMES) {
        int error = error(path, arena.allocateFrom(name), arena.allocate(Call.STATE));
        if (error != ENODATA && error != EOPNOTSUPP) {
          return false;
        }
      }
      return true;
    }
  }

  /// The error number of asking for an attribute's size; 0 if the file has it.
  private static int error(MemorySegment path, MemorySegment name, MemorySegment state) {
    try {
      long size = (long) Call.GETXATTR.invokeExact(state, path, name, MemorySegment.NULL, 0L);
      return size < 0 ? (int) Call.ERRNO.get(state, 0L) : 0;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // a call of this form throws nothing
    }
  }
}
