package dev.parley.bench.peer;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import org.jspecify.annotations.Nullable;

/// `VertxServer parser|in-place THREADS`: a Vert.x `NetServer`, one verticle per event loop, the
/// native transport. With its own `RecordParser`, as its documentation shows, it answers every
/// frame with one write. In place, it converts the frames of a read to upper case in the buffer and
/// writes it back, for answers as long as their requests.
final class VertxServer {
  private static final int LARGEST = 1 << 20;
  private static final int PREFIX = 4;

  private VertxServer() {}

  static void main(String[] args) {
    boolean isParsed = args[0].equals("parser");
    int threads = Integer.parseInt(args[1]);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(threads));
    Listening[] verticles = new Listening[threads];
    int[] next = {0};
    var _ =
        vertx
            .deployVerticle(
                () -> verticles[next[0]++] = new Listening(isParsed),
                new DeploymentOptions().setInstances(threads))
            .onSuccess(_ -> Ready.say(verticles[0].port))
            .onFailure(e -> Ready.cannotRun("Vert.x: " + e.getMessage()));
  }

  private static final class Listening extends VerticleBase {
    private final boolean isParsed;
    private int port;

    Listening(boolean isParsed) {
      this.isParsed = isParsed;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096))
          .connectHandler(socket -> socket.handler(isParsed ? parser(socket) : inPlace(socket)))
          // A negative port stands for a free one, the same for all verticles.
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port = server.actualPort());
    }

    private static Handler<Buffer> inPlace(NetSocket socket) {
      return new Frames(socket)::received;
    }

    private static Handler<Buffer> parser(NetSocket socket) {
      RecordParser parser = RecordParser.newFixed(PREFIX);
      parser.handler(new Records(socket, parser)::received);
      return parser;
    }
  }

  /// The records of one connection: lengths and messages alternately.
  private static final class Records {
    private final NetSocket socket;
    private final RecordParser parser;
    private boolean isLengthKnown;

    Records(NetSocket socket, RecordParser parser) {
      this.socket = socket;
      this.parser = parser;
    }

    void received(Buffer record) {
      if (!isLengthKnown) {
        int length = record.getInt(0);
        if (length < 0 || length > LARGEST) {
          var _ = socket.close();
        } else if (length == 0) {
          var _ = socket.write(record);
        } else {
          parser.fixedSizeMode(length);
          isLengthKnown = true;
        }
        return;
      }
      Buffer answer = Buffer.buffer(PREFIX + record.length());
      answer.appendInt(record.length()).appendBuffer(record);
      upper(answer, PREFIX, answer.length());
      var _ = socket.write(answer);
      parser.fixedSizeMode(PREFIX);
      isLengthKnown = false;
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

  /// The frames of one connection; `kept` is the start of an incomplete one.
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
  }
}
