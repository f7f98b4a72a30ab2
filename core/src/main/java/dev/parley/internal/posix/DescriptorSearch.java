package dev.parley.internal.posix;

import dev.parley.problem.DatagramProblem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Finds the file descriptor of a socket, for system calls that the JDK does not make.
///
/// The JDK does not expose its descriptors. But an option that is set through the channel is
/// visible at its descriptor, and at no other: the one that follows every change is the channel's.
/// Safe for any thread, but a channel that is searched must be closed by the searching thread
/// alone, or its number may belong to another file by the time it is used.
public final class DescriptorSearch {
  /// A kind of socket, and one of its options that may be changed for a moment.
  ///
  /// @param type the system's `SOCK_…`
  /// @param number the system's `SO_…`
  public record Kind(int type, SocketOption<Boolean> option, int number) {
    /// A datagram socket, before or after it is bound.
    public static final Kind DATAGRAMS = new Kind(2, StandardSocketOptions.SO_BROADCAST, 6);

    /// A connected TCP stream.
    public static final Kind CONNECTION = new Kind(1, StandardSocketOptions.SO_KEEPALIVE, 9);

    /// A TCP listener, before or after it is bound.
    public static final Kind LISTENER = new Kind(1, StandardSocketOptions.SO_REUSEADDR, 2);
  }

  /// Two rounds are enough, unless another thread changes the options of other sockets meanwhile.
  private static final int ROUNDS = 6;

  /// New sockets mostly get the numbers after the last one. So where thousands are open, a search
  /// need not look at all of them.
  private static final int NEIGHBOURS = 32;

  /// Two searches at the same time might find each other's sockets.
  private static final ReentrantLock SEARCH = new ReentrantLock();

  private static volatile int lastFound;

  private DescriptorSearch() {}

  /// Returns the descriptor of `channel` and restores the option's old value. Not to be called
  /// where [NativeAccess#refusal] returns a reason.
  ///
  /// @throws IOException if it is closed, or cannot be distinguished from others
  public static int find(NetworkChannel channel, Kind kind) throws IOException {
    boolean before = channel.getOption(kind.option);
    SEARCH.lock();
    try {
      List<Integer> found = followers(channel, kind, before, neighbours(kind));
      if (found.size() != 1) {
        found = followers(channel, kind, before, all(kind));
      }
      if (found.size() != 1) {
        throw new ProblemIOException(DatagramProblem.AMBIGUOUS_DESCRIPTOR, found.size());
      }
      lastFound = found.getFirst();
      return lastFound;
    } finally {
      SEARCH.unlock();
      channel.setOption(kind.option, before);
    }
  }

  private static List<Integer> followers(
      NetworkChannel channel, Kind kind, boolean before, List<Integer> candidates)
      throws IOException {
    for (int round = 0; round < ROUNDS && !candidates.isEmpty(); round++) {
      boolean on = round % 2 == 0 != before; // others mostly have the value that ours had
      int expected = on ? 1 : 0;
      channel.setOption(kind.option, on);
      candidates.removeIf(each -> DescriptorOptions.socketOption(each, kind.number) != expected);
    }
    return candidates;
  }

  private static List<Integer> neighbours(Kind kind) {
    List<Integer> found = new ArrayList<>();
    int last = lastFound;
    for (int each = Math.max(last - NEIGHBOURS, 0); each <= last + NEIGHBOURS; each++) {
      addIfIts(each, kind, found);
    }
    return found;
  }

  private static List<Integer> all(Kind kind) throws IOException {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : open) {
        addIfIts(Integer.parseInt(entry.getFileName().toString()), kind, found);
      }
    }
    return found;
  }

  private static void addIfIts(int descriptor, Kind kind, List<Integer> found) {
    if (DescriptorOptions.typeOf(descriptor) == kind.type) {
      found.add(descriptor);
    }
  }
}
