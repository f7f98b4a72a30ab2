package dev.parley.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
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

/// The system calls for batches and for a few socket options, as on Linux for x86-64 and aarch64.
/// Loading this class fails where they are missing or may not be called; [BatchSupport] tests that.
///
/// Pointers are passed as numbers, which is the same to these processors and allocates nothing.
/// Safe for any thread.
final class BatchCalls {
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EINVAL = 22;
  static final int EMSGSIZE = 90;
  static final int ENOPROTOOPT = 92;
  static final int EOPNOTSUPP = 95;
  static final int ECONNREFUSED = 111;
  static final int MSG_TRUNC = 0x20;
  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int SOL_SOCKET = 1;
  static final int SO_RXQ_OVFL = 40;
  static final int SOL_IP = 0;
  static final int IP_PKTINFO = 8;
  static final int SOL_IPV6 = 41;
  static final int IPV6_PKTINFO = 50;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int SO_TYPE = 3;
  private static final int SO_DOMAIN = 39;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_USER_TIMEOUT = 18;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAX_ERROR_TEXT = 1024;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// One signature for all calls, so that the JDK generates code once: that is most of the cost of
  /// the first use. Arguments that a function does not have are passed in registers that it does
  /// not read, and of arguments that are narrower in C it reads the lower half.
  private static final FunctionDescriptor FORM =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle RECVMMSG = call("recvmmsg");
  private static final MethodHandle SENDMMSG = call("sendmmsg");
  private static final MethodHandle GETSOCKOPT = call("getsockopt");
  private static final MethodHandle SETSOCKOPT = call("setsockopt");
  private static final MethodHandle MMAP = call("mmap");
  private static final MethodHandle MUNMAP = call("munmap");

  private BatchCalls() {}

  /// Restricted, since a wrong signature would crash the JVM: the signatures were checked against
  /// the headers of Linux, and a trial tests them before anything depends on them.
  @SuppressWarnings("restricted")
  private static MethodHandle call(String function) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(function),
        FORM,
        Linker.Option.captureCallState("errno"));
  }

  /// Allocates the error number of one thread's calls.
  static MemorySegment errorRoom(Arena arena) {
    return arena.allocate(STATE);
  }

  /// Receives up to `most` datagrams that have arrived already.
  ///
  /// @param headers the address of as many `mmsghdr`s
  /// @return how many came, or the negative error number
  static int receive(int descriptor, long headers, int most, MemorySegment error) {
    int count = (int) of(RECVMMSG, error, descriptor, headers, most, MSG_DONTWAIT, 0, 0);
    return count >= 0 ? count : -(int) ERRNO.get(error, 0L);
  }

  /// Sends up to `most` datagrams, as far as the system has room.
  ///
  /// @return how many were sent, or the negative error number of the first
  static int send(int descriptor, long headers, int most, MemorySegment error) {
    int count = (int) of(SENDMMSG, error, descriptor, headers, most, MSG_DONTWAIT, 0, 0);
    return count >= 0 ? count : -(int) ERRNO.get(error, 0L);
  }

  /// Returns the type of a socket (`SOCK_DGRAM` is 2), −1 for any other file.
  static int typeOf(int descriptor) {
    return option(descriptor, SOL_SOCKET, SO_TYPE);
  }

  /// Returns the family of a socket, `AF_INET` or `AF_INET6`.
  static int familyOf(int descriptor) {
    return option(descriptor, SOL_SOCKET, SO_DOMAIN);
  }

  /// Returns a socket's `SO_…` option of this number, −1 for any other file.
  static int socketOption(int descriptor, int number) {
    return option(descriptor, SOL_SOCKET, number);
  }

  /// See [UserTimeout]; −1 for anything but a TCP socket.
  static int userTimeoutMillis(int descriptor) {
    return option(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT);
  }

  /// See [UserTimeout]; false if the system refuses.
  static boolean setUserTimeout(int descriptor, int millis) {
    return set(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, millis);
  }

  /// Makes an IPv6 socket that is not bound yet IPv6-only (ipv6(7)); returns false if the system
  /// refuses.
  static boolean setIpv6Only(int descriptor) {
    return set(descriptor, SOL_IPV6, IPV6_V6ONLY);
  }

  /// Returns true if the system can split datagrams itself (Linux 4.18). One that cannot would send
  /// them in one piece.
  static boolean knowsSegments(int descriptor) {
    return option(descriptor, SOL_UDP, UDP_SEGMENT) >= 0;
  }

  /// Makes the system report, with each datagram, how many it has dropped so far for lack of room
  /// (socket(7)); returns false if it does not.
  static boolean reportDrops(int descriptor) {
    return set(descriptor, SOL_SOCKET, SO_RXQ_OVFL);
  }

  /// Makes the system report, with each datagram, our address that it was sent to (ip(7), ipv6(7));
  /// returns false if it does not. An IPv6 socket gets both forms: the IPv4 form distinguishes a
  /// broadcast from an address.
  static boolean reportOwnAddress(int descriptor, boolean isIpv4Only) {
    return set(descriptor, SOL_IP, IP_PKTINFO)
        && (isIpv4Only || set(descriptor, SOL_IPV6, IPV6_RECVPKTINFO));
  }

  private static boolean set(int descriptor, int level, int option) {
    return set(descriptor, level, option, 1);
  }

  private static boolean set(int descriptor, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocateFrom(JAVA_INT, value);
      MemorySegment error = errorRoom(arena);
      long result =
          of(SETSOCKOPT, error, descriptor, level, option, room.address(), Integer.BYTES, 0);
      return (int) result == 0;
    }
  }

  private static int option(int descriptor, int level, int option) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      long result =
          of(
              GETSOCKOPT,
              errorRoom(arena),
              descriptor,
              level,
              option,
              value.address(),
              length.address(),
              0);
      return (int) result < 0 ? -1 : value.get(JAVA_INT, 0);
    }
  }

  /// Maps zeroed memory that lasts as long as `arena`. The system backs a page of it when it is
  /// first touched; memory of an arena's own would all be touched at once.
  ///
  /// @throws OutOfMemoryError if there is none
  @SuppressWarnings("restricted") // the size is the one requested
  static MemorySegment map(long bytes, Arena arena) {
    MemorySegment error = errorRoom(arena);
    long address = of(MMAP, error, 0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
    if (address == -1) {
      throw new OutOfMemoryError("the system has no " + bytes + " bytes for batches");
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, BatchCalls::unmap);
  }

  private static void unmap(MemorySegment memory) {
    try (Arena arena = Arena.ofConfined()) {
      long _ = of(MUNMAP, errorRoom(arena), memory.address(), memory.byteSize(), 0, 0, 0, 0);
    }
  }

  /// Returns the system's text for an error, in the language of the locale that Java was started
  /// in; empty if it cannot be read.
  @SuppressWarnings("restricted") // the text ends where C says that it does
  static String errorText(int number) {
    try (Arena arena = Arena.ofConfined()) {
      long address = of(Text.STRERROR, errorRoom(arena), number, 0, 0, 0, 0, 0);
      String charset =
          System.getProperty("sun.jnu.encoding", "UTF-8"); // the JDK decodes system texts with it
      return address == 0
          ? ""
          : MemorySegment.ofAddress(address)
              .reinterpret(MAX_ERROR_TEXT)
              .getString(0, Charset.forName(charset));
    }
  }

  /// Loaded only when an error is not recognised by its English text.
  private static final class Text {
    static final MethodHandle STRERROR = call("strerror");
  }

  private static long of(
      MethodHandle call, MemorySegment error, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) call.invokeExact(error, a, b, c, d, e, f);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // a call with this signature throws nothing
    }
  }
}
