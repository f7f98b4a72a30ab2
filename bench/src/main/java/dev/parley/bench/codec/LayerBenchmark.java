package dev.parley.bench.codec;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Clock;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of sealing by itself: microseconds, and with JMH's `gc` profiler bytes allocated.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBenchmark {
  private static final Security SEALED = Sealed.with(NamedKey.generate("bench", Entropy.secure()));

  /// Called by JMH.
  public LayerBenchmark() {}

  private static LayerContext context() {
    return new LayerContext(
        Entropy.secure(), Clock.system(), new FramingAgreement("line", "line"), new LayerBuffers());
  }

  private static Layer present(@Nullable Layer layer) {
    if (layer == null) {
      throw new IllegalStateException("sealed sessions have a layer");
    }
    return layer;
  }

  /// Two sides of one session after their login, with the wire between them.
  @State(Scope.Thread)
  public static class Pair {
    /// Bytes of a message.
    @Param({"64", "16384"})
    public int size = 64;

    private final LayerContext around = context();
    private final Layer client = present(SEALED.client(around));
    private final Layer server = present(SEALED.server(around));
    private final ByteBuffer toServer = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer toClient = ByteBuffer.allocateDirect(1 << 16);
    private final Layer.Sink onWire = toServer::put;
    private final Layer.Sink onWireBack = toClient::put;
    private final Layer.Sink taker = this::take;
    private ByteBuffer message = ByteBuffer.allocate(0);
    private int taken;

    /// Called by JMH.
    public Pair() {}

    /// Logs in.
    @Setup
    public void login() throws ProtocolException {
      message = ByteBuffer.allocateDirect(size);
      server.start(onWireBack);
      client.start(onWire);
      while (client.login().isPending() || server.login().isPending()) {
        client.receive(toClient.flip(), taker, onWire);
        toClient.clear();
        server.receive(toServer.flip(), taker, onWireBack);
        toServer.clear();
      }
    }

    private void take(ByteBuffer plain) {
      taken += plain.remaining();
    }

    int cross() throws ProtocolException {
      client.send(message.clear(), onWire);
      client.flush(onWire);
      server.receive(toServer.flip(), taker, onWireBack);
      toServer.clear();
      return taken;
    }
  }

  /// A record sealed by one side and opened by the other.
  @Benchmark
  public int record(Pair pair) throws ProtocolException {
    return pair.cross();
  }

  /// The JDK's ciphers doing the same work.
  @State(Scope.Thread)
  public static class Ciphers {
    /// Bytes of a message.
    @Param({"64", "16384"})
    public int size = 64;

    private RecordCiphers records = new RecordCiphers(0);

    /// Called by JMH.
    public Ciphers() {}

    /// Allocates the buffers.
    @Setup
    public void prepare() {
      records = new RecordCiphers(size);
    }
  }

  /// The same bytes through one cipher for each direction, and nothing else.
  @Benchmark
  public int ciphers(Ciphers ciphers) throws GeneralSecurityException {
    return ciphers.records.cross();
  }

  /// A stranger that sends a hello of another session.
  @State(Scope.Thread)
  public static class Stranger {
    private final LayerContext around = context();
    private final ByteBuffer hello = ByteBuffer.allocate(1 << 10);
    private int opening;

    /// Called by JMH.
    public Stranger() {}

    /// Records a login.
    @Setup
    public void listen() {
      Layer client = present(SEALED.client(around));
      present(SEALED.server(around))
          .start(bytes -> {
            try {
              client.receive(bytes, _ -> {}, hello::put);
            } catch (ProtocolException e) {
              throw new IllegalStateException(e);
            }
          });
      hello.flip();
    }
  }

  /// The server's side, from the opening to the refusal.
  @Benchmark
  public Object refusal(Stranger stranger) {
    Layer server = present(SEALED.server(stranger.around));
    server.start(bytes -> stranger.opening += bytes.remaining());
    try {
      server.receive(stranger.hello.rewind(), _ -> {}, _ -> {});
    } catch (ProtocolException e) {
      return e;
    }
    throw new IllegalStateException("let in");
  }
}
