package dev.parley.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Socket options that the JDK does not have, read and set at a file descriptor. Loading this class
/// fails where foreign calls cannot be made. Safe for any thread.
public final class DescriptorOptions {
  private static final int SO_TYPE = 3;
  private static final int SO_DOMAIN = 39;
  private static final int AF_INET = 2;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int TCP_USER_TIMEOUT = 18;
  private static final int SO_KEEPALIVE = 9;

  private static final SystemCall GETSOCKOPT = SystemCall.named("getsockopt");
  private static final SystemCall SETSOCKOPT = SystemCall.named("setsockopt");

  private DescriptorOptions() {}

  /// Returns the type of a socket (`SOCK_DGRAM` is 2), −1 for any other file.
  static int typeOf(int descriptor) {
    return socketOption(descriptor, SO_TYPE);
  }

  /// Returns a socket's `SO_…` option of this number, −1 for any other file.
  static int socketOption(int descriptor, int number) {
    return get(descriptor, DatagramCalls.SOL_SOCKET, number);
  }

  /// Returns true for a socket that was created for IPv4 only and has no IPv6 form of addresses.
  public static boolean isIpv4Only(int descriptor) {
    return socketOption(descriptor, SO_DOMAIN) == AF_INET;
  }

  /// See [UserTimeout]; −1 for anything but a TCP socket.
  public static int userTimeoutMillis(int descriptor) {
    return get(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT);
  }

  /// See [UserTimeout]; false if the system refuses.
  static boolean setUserTimeout(int descriptor, int millis) {
    return set(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, millis);
  }

  /// Sets TCP_NODELAY; returns false if the system refuses.
  static boolean setNoDelay(int descriptor, boolean on) {
    return set(descriptor, IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0);
  }

  /// Sets SO_KEEPALIVE; returns false if the system refuses.
  static boolean setKeepAlive(int descriptor, boolean on) {
    return set(descriptor, DatagramCalls.SOL_SOCKET, SO_KEEPALIVE, on ? 1 : 0);
  }

  /// Makes an IPv6 socket that is not bound yet IPv6-only (ipv6(7)); returns false if the system
  /// refuses.
  public static boolean setIpv6Only(int descriptor) {
    return set(descriptor, DatagramCalls.SOL_IPV6, IPV6_V6ONLY, 1);
  }

  /// Returns true if the system can split datagrams itself (Linux 4.18). One that cannot would send
  /// them in one piece.
  public static boolean knowsSegments(int descriptor) {
    return get(descriptor, DatagramCalls.SOL_UDP, DatagramCalls.UDP_SEGMENT) >= 0;
  }

  /// Makes the system report, with each datagram, how many it has dropped so far for lack of room
  /// (socket(7)); returns false if it does not.
  public static boolean reportDrops(int descriptor) {
    return set(descriptor, DatagramCalls.SOL_SOCKET, DatagramCalls.SO_RXQ_OVFL, 1);
  }

  /// Makes the system report, with each datagram, our address that it was sent to (ip(7), ipv6(7));
  /// returns false if it does not. An IPv6 socket gets both forms: the IPv4 form distinguishes a
  /// broadcast from an address.
  public static boolean reportOwnAddress(int descriptor) {
    return set(descriptor, DatagramCalls.SOL_IP, DatagramCalls.IP_PKTINFO, 1)
        && (isIpv4Only(descriptor) || set(descriptor, DatagramCalls.SOL_IPV6, IPV6_RECVPKTINFO, 1));
  }

  private static boolean set(int descriptor, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      MemorySegment error = SystemCall.errorMemory(arena);
      long result =
          SETSOCKOPT.call(error, descriptor, level, option, memory.address(), Integer.BYTES, 0);
      return (int) result == 0;
    }
  }

  private static int get(int descriptor, int level, int option) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      MemorySegment error = SystemCall.errorMemory(arena);
      long result =
          GETSOCKOPT.call(error, descriptor, level, option, value.address(), length.address(), 0);
      return (int) result < 0 ? -1 : value.get(JAVA_INT, 0);
    }
  }
}
