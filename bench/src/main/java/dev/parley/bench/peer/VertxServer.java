package dev.parley.bench.peer;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/// `VertxServer THREADS`: a Vert.x `NetServer`, one verticle per event loop, the native transport.
///
/// Decodes by hand and answers a read with one write, which is faster than its `RecordParser`,
/// whose handler would have to write frame by frame.
final class VertxServer {
  private static final int LARGEST = 1 << 20;
  private static final int PREFIX = 4;

  private VertxServer() {}

  static void main(String[] args) {
    int threads = Integer.parseInt(args[0]);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(threads));
    Listening[] verticles = new Listening[threads];
    int[] next = {0};
    var _ =
        vertx
            .deployVerticle(
                () -> verticles[next[0]++] = new Listening(),
                new DeploymentOptions().setInstances(threads))
            .onSuccess(_ -> Ready.say(verticles[0].port))
            .onFailure(e -> Ready.cannotRun("Vert.x: " + e.getMessage()));
  }

  private static final class Listening extends VerticleBase {
    private int port;

    @Override
    public Future<?> start() {
      return vertx
          .createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096))
          .connectHandler(socket -> socket.handler(new Frames(socket)::received))
          // A negative port is a free one, the same for all verticles.
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port = server.actualPort());
    }
  }

  /// The frames of one connection; `kept` is the start of one that is not whole yet.
  private static final class Frames {
    private final NetSocket socket;
    private @Nullable Buffer kept;

    Frames(NetSocket socket) {
      this.socket = socket;
    }

    void received(Buffer read) {
      Buffer bytes = kept == null ? read : kept.appendBuffer(read);
      int at = 0;
      while (bytes.length() - at >= PREFIX) {
        int length = bytes.getInt(at);
        if (length < 0 || length > LARGEST) {
          var _ = socket.close();
          return;
        }
        int end = at + PREFIX + length;
        if (end > bytes.length()) {
          break;
        }
        upper(bytes, at + PREFIX, end);
        at = end;
      }
      kept = at == bytes.length() ? null : bytes.getBuffer(at, bytes.length());
      if (at > 0) {
        var _ = socket.write(at == bytes.length() ? bytes : bytes.slice(0, at));
      }
    }

    private static void upper(Buffer bytes, int start, int end) {
      int i = start;
      for (; i <= end - Long.BYTES; i += Long.BYTES) {
        bytes.setLong(i, Ascii.upper(bytes.getLong(i)));
      }
      for (; i < end; i++) {
        bytes.setByte(i, Ascii.upper(bytes.getByte(i)));
      }
    }
  }
}
