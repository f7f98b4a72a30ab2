package dev.parley.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/// The first bytes of a connection that is not a session yet: reads no further than it is told, and
/// keeps what has come in an array of its size. Confined to its loop.
final class FirstInput {
  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final EventLoop loop;
  private final Connection connection;
  private ByteBuffer kept = NOTHING;
  private @Nullable SelectionKey key;

  FirstInput(EventLoop loop, Connection connection) {
    this.loop = loop;
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /// Calls `ready` whenever more has come.
  void await(EventLoop.Ready ready) throws IOException {
    key = loop.register(connection.channel(), SelectionKey.OP_READ, ready);
  }

  /// Reads what has come, up to `upTo` bytes in all, into `into`, after those that are kept.
  ///
  /// @param upTo at most [EventLoop#BUFFER_BYTES]
  /// @return how many bytes are new; −1 at the end of the stream
  int read(int upTo) throws IOException {
    ByteBuffer in = loop.buffers().readBuffer().clear().put(kept.slice()).limit(upTo);
    int count = connection.channel().read(in);
    in.flip();
    return count;
  }

  /// Returns all bytes so far, after [#read]; in a buffer that others use, too.
  ByteBuffer all() {
    return loop.buffers().readBuffer();
  }

  /// Keeps these bytes, which are all so far, since more are needed.
  void keep(ByteBuffer all) {
    kept = all;
  }

  /// Returns the bytes that are kept, which the caller may keep instead.
  ByteBuffer kept() {
    return kept;
  }

  boolean hasBegun() {
    return kept.hasRemaining();
  }

  /// Returns a copy of these bytes of its own size.
  static ByteBuffer copy(ByteBuffer in) {
    return in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
  }

  /// Drops what was kept. The key stays with the connection, for its next owner.
  void release() {
    kept = NOTHING;
    SelectionKey key = this.key;
    if (key != null && key.isValid()) {
      key.interestOps(0);
    }
  }
}
