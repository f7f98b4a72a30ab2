package dev.parley.internal.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.ArrayList;
import java.util.List;

/// A socket buffer that the system made smaller than requested; it does so without an error.
///
/// @param option its name in [dev.parley.session.SocketOptions]
/// @param asked the requested bytes
/// @param given the actual bytes
/// @param maximum the name of the setting of the system's maximum, in `net.core`
public record BufferCut(String option, int asked, int given, String maximum) {
  /// Compares a socket's buffers with the requested sizes, where 0 requests nothing.
  static List<BufferCut> of(NetworkChannel channel, int receiveBuffer, int sendBuffer) {
    List<BufferCut> cuts = new ArrayList<>(0);
    add(cuts, channel, StandardSocketOptions.SO_RCVBUF, "receiveBuffer", "rmem_max", receiveBuffer);
    add(cuts, channel, StandardSocketOptions.SO_SNDBUF, "sendBuffer", "wmem_max", sendBuffer);
    return cuts;
  }

  private static void add(
      List<BufferCut> cuts,
      NetworkChannel channel,
      SocketOption<Integer> option,
      String name,
      String maximum,
      int asked) {
    if (asked == 0 || !channel.supportedOptions().contains(option)) {
      return;
    }
    try {
      int given = channel.getOption(option);
      if (given < asked) {
        cuts.add(new BufferCut(name, asked, given, maximum));
      }
    } catch (IOException e) {
      // The socket was closed meanwhile, so its buffers do not matter.
    }
  }
}
