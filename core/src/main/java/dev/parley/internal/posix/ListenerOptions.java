package dev.parley.internal.posix;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/// TCP_NODELAY and SO_KEEPALIVE of a listener. Linux copies a listener's whole socket for each
/// connection (tcp(7), socket(7)), so none of them needs these two system calls; but the JDK sets
/// neither at a listener.
public final class ListenerOptions {
  private ListenerOptions() {}

  /// Sets both; returns false if that is not possible here, and connections must set their own.
  /// Call it as [UserTimeout#set], after it.
  public static boolean set(ServerSocketChannel channel, boolean noDelay, boolean keepAlive) {
    if (NativeAccess.refusal() != null) {
      return false;
    }
    try {
      int descriptor = DescriptorSearch.find(channel, DescriptorSearch.Kind.LISTENER);
      return DescriptorOptions.setNoDelay(descriptor, noDelay)
          && DescriptorOptions.setKeepAlive(descriptor, keepAlive);
    } catch (IOException | RuntimeException | LinkageError e) {
      return false;
    }
  }
}
