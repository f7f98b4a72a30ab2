package dev.parley.bench.attack;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Many TCP connections of peers that all do the same, from 200 addresses. One that the server has
/// closed is replaced.
///
/// ```
/// connecting ──▶ connected(…) ──▶ writes [first()], then each [next()] for ever ──▶ closed ─┐
///      ▲                            reads and discards, or never reads                     │
///      └──────────────────────────────────────────────────────────────────────────────────┘
/// ```
abstract class Peers implements Attack {
  private static final int SOURCES = 200;
  private static final int KIND = 1;
  private static final int CONNECTING_AT_ONCE = 256;
  private static final int WAIT_MILLIS = 10;

  private final int wanted;
  private final ByteBuffer forgotten = ByteBuffer.allocateDirect(1 << 16);
  private @Nullable Selector selector;
  private @Nullable Target target;
  private int source;
  private int open;
  private int connecting;
  private long done;

  /// Keeps `wanted` connections open at a time.
  Peers(int wanted) {
    this.wanted = wanted;
  }

  /// Returns the first bytes that a peer writes; null for none.
  @Nullable ByteBuffer first() {
    return null;
  }

  /// Returns the next bytes for a peer that has written everything so far; null for nothing more.
  /// Called repeatedly.
  ///
  /// @param written the bytes that this peer has written so far
  @Nullable ByteBuffer next(long written) {
    return null;
  }

  /// False for peers that never read.
  boolean reads() {
    return true;
  }

  /// True if a peer leaves as soon as it has connected.
  ///
  /// @param channel connected, not blocking
  boolean leaves(SocketChannel channel) throws IOException {
    return false;
  }

  /// Adds to the count.
  final void count(long more) {
    done += more;
  }

  @Override
  public long done() {
    return done;
  }

  final Target target() {
    return Objects.requireNonNull(target);
  }

  @Override
  public void start(Target aim) throws IOException {
    target = aim;
    selector = Selector.open();
  }

  private Selector selector() {
    return Objects.requireNonNull(selector);
  }

  @Override
  public void step() throws IOException {
    for (int i = connecting; i < CONNECTING_AT_ONCE && open + connecting < wanted; i++) {
      connect();
    }
    selector().select(WAIT_MILLIS);
    for (SelectionKey key : selector().selectedKeys()) {
      try {
        act(key);
      } catch (IOException e) {
        lose(key);
      }
    }
    selector().selectedKeys().clear();
  }

  private void connect() throws IOException {
    source = (source + 1) % SOURCES;
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (!reads()) {
        setSmall(channel, StandardSocketOptions.SO_RCVBUF);
      }
      channel.bind(target().source(KIND, source + 1));
      boolean _ = channel.connect(target().address());
      connecting++;
      var _ = channel.register(selector(), SelectionKey.OP_CONNECT, new Peer(channel));
    } catch (IOException e) {
      channel.close();
    }
  }

  private static void setSmall(SocketChannel channel, SocketOption<Integer> buffer)
      throws IOException {
    channel.setOption(buffer, 1 << 12);
  }

  private final class Peer {
    final SocketChannel channel;
    private @Nullable ByteBuffer out;
    private long written;

    Peer(SocketChannel channel) {
      this.channel = channel;
    }

    /// Writes until the kernel accepts no more; false if there is nothing more to write.
    boolean write() throws IOException {
      for (; ; ) {
        ByteBuffer now = out;
        if (now == null || !now.hasRemaining()) {
          now = written == 0 ? first() : next(written);
          if (now == null) {
            return false;
          }
          out = now;
        }
        int count = channel.write(now);
        if (count == 0) {
          return true;
        }
        written += count;
      }
    }
  }

  private void act(SelectionKey key) throws IOException {
    Peer peer = (Peer) key.attachment();
    if (key.isConnectable() && peer.channel.finishConnect()) {
      connecting--;
      open++;
      done++;
      key.interestOps(0);
      if (leaves(peer.channel)) {
        lose(key);
        return;
      }
      key.interestOps(
          reads() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_WRITE);
      return;
    }
    if (key.isReadable() && peer.channel.read(forgotten.clear()) < 0) {
      throw new IOException("closed by the server");
    }
    if (key.isWritable() && !peer.write()) {
      key.interestOps(reads() ? SelectionKey.OP_READ : 0);
    }
  }

  private void lose(SelectionKey key) throws IOException {
    Peer peer = (Peer) key.attachment();
    if ((key.isValid() && key.interestOps() == SelectionKey.OP_CONNECT)) {
      connecting--;
    } else {
      open--;
    }
    peer.channel.close();
  }

  @Override
  public void close() throws IOException {
    if (selector != null) {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    }
  }
}
