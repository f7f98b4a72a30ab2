package dev.parley.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The system calls that receive and send many datagrams at once: `recvmmsg` and `sendmmsg`, with
/// the numbers for their control messages. Loading this class fails if they are missing or may not
/// be called; a trial tests that first. Safe for any thread.
public final class DatagramCalls {
  public static final int MSG_TRUNC = 0x20;
  public static final int SOL_SOCKET = 1;
  public static final int SO_RXQ_OVFL = 40;
  public static final int SOL_UDP = 17;
  public static final int UDP_SEGMENT = 103;
  public static final int SOL_IP = 0;
  public static final int IP_PKTINFO = 8;
  public static final int SOL_IPV6 = 41;
  public static final int IPV6_PKTINFO = 50;

  private static final int MSG_DONTWAIT = 0x40;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

  private static final SystemCall RECVMMSG = SystemCall.named("recvmmsg");
  private static final SystemCall SENDMMSG = SystemCall.named("sendmmsg");
  private static final SystemCall MMAP = SystemCall.named("mmap");
  private static final SystemCall MUNMAP = SystemCall.named("munmap");

  private DatagramCalls() {}

  /// Allocates the memory for the error number of one thread's calls.
  public static MemorySegment errorMemory(Arena arena) {
    return SystemCall.errorMemory(arena);
  }

  /// Receives up to `max` datagrams that have arrived already.
  ///
  /// @param headers the address of as many `mmsghdr`s
  /// @return how many were received, or the negative error number, see [Errno]
  public static int receive(int descriptor, long headers, int max, MemorySegment error) {
    int count = (int) RECVMMSG.call(error, descriptor, headers, max, MSG_DONTWAIT, 0, 0);
    return count >= 0 ? count : -SystemCall.errno(error);
  }

  /// Sends up to `max` datagrams, as far as the system has room.
  ///
  /// @return how many were sent, or the negative error number of the first, see [Errno]
  public static int send(int descriptor, long headers, int max, MemorySegment error) {
    int count = (int) SENDMMSG.call(error, descriptor, headers, max, MSG_DONTWAIT, 0, 0);
    return count >= 0 ? count : -SystemCall.errno(error);
  }

  /// Maps zeroed memory that lasts as long as `arena`. The system backs a page of it when it is
  /// first touched; memory of an arena's own would all be touched at once.
  ///
  /// @throws OutOfMemoryError if there is none
  @SuppressWarnings("restricted") // the size is the one requested
  public static MemorySegment map(long bytes, Arena arena) {
    MemorySegment error = errorMemory(arena);
    long address = MMAP.call(error, 0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
    if (address == -1) {
      throw new OutOfMemoryError("the system has no " + bytes + " bytes for batches");
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, DatagramCalls::unmap);
  }

  private static void unmap(MemorySegment memory) {
    try (Arena arena = Arena.ofConfined()) {
      long _ = MUNMAP.call(errorMemory(arena), memory.address(), memory.byteSize(), 0, 0, 0, 0);
    }
  }
}
