package dev.parley;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ChildJvm;
import dev.parley.testing.OwnProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How much heap an idle session takes: it has no buffer.
class IdleHeapTest {
  /// Including all JDK objects of its socket. `bench/run` shows slightly less, because its first
  /// waves leave free space behind that is reused; the promise there is 960 bytes.
  private static final int MAX_BYTES = 1056;

  private static final int SESSIONS = 4_000;
  private static final int READINGS = 8;

  private final List<SocketChannel> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws IOException {
    for (SocketChannel channel : opened) {
      channel.close();
    }
  }

  @Test
  @Timeout(300)
  void anIdleSessionTakesLittleHeap() throws Exception {
    try (ChildJvm server =
        ChildJvm.start(Besieged.class, 0, "-Xmx256m", "-Dsiege.kind=" + Besieged.Kind.ECHO)) {
      int port = Integer.parseInt(server.line());
      // Once before measuring, so that classes, pools and tables exist.
      open(port);
      closeAll();
      opened.clear();
      assertTrue(OwnProcess.comesTrue(() -> standing(server).open() == 0));
      long before = heap(server);
      open(port);
      long each = (heap(server) - before) / SESSIONS;
      assertTrue(each <= MAX_BYTES, "an idle session takes " + each + " bytes");
      assertTrue(each > MAX_BYTES / 2, "measured nothing: " + each);
    }
  }

  /// Returns the minimum of several readings: the remains of closed sessions take more than one
  /// collection, since a selector releases their keys in its next select and a cleaner the rest.
  private static long heap(ChildJvm server) {
    return LongStream.generate(() -> standing(server).heap()).limit(READINGS).min().orElseThrow();
  }

  private static Besieged.Standing standing(ChildJvm server) {
    try {
      return Besieged.Standing.parse(server.ask("?"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open(int port) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    for (int i = 0; i < SESSIONS; i++) {
      SocketChannel channel = SocketChannel.open(address);
      opened.add(channel);
      int _ = channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 'a'}));
      ByteBuffer answer = ByteBuffer.allocate(5);
      while (answer.hasRemaining()) {
        if (channel.read(answer) < 0) {
          throw new IOException("closed instead of answered");
        }
      }
    }
  }
}
