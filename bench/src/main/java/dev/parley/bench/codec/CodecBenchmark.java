package dev.parley.bench.codec;

import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of a framing by itself: nanoseconds per message, in batches of [#BATCH] in a direct
/// buffer, as in an event loop.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  /// Messages in one read, and in one write.
  public static final int BATCH = 32;

  /// The framing in its text form.
  @Param({"length:4be", "length:varint", "line", "line:crlf", "delimiter:%0D%0A", "netstring"})
  public String framing = "length:4be";

  /// Bytes of a message.
  @Param({"64", "16384"})
  public int size = 64;

  private Framing codec = Framing.length();
  private Encoder encoder = codec.encoder();
  private byte[] message = {};
  private ByteBuffer frames = ByteBuffer.allocate(0);
  private ByteBuffer out = ByteBuffer.allocate(0);

  /// Called by JMH.
  public CodecBenchmark() {}

  /// Prepares a batch.
  @Setup
  public void prepare() {
    codec = Framing.parse(framing);
    encoder = codec.encoder();
    message = "abcdefgh".repeat(size / 8).getBytes(StandardCharsets.US_ASCII);
    frames = ByteBuffer.allocateDirect(BATCH * (size + encoder.overhead()));
    out = ByteBuffer.allocateDirect(frames.capacity());
    for (int i = 0; i < BATCH; i++) {
      encode(frames);
    }
    frames.flip();
  }

  /// A batch received from one peer: every message is decoded, and one byte of it is read.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int decode() throws ProtocolException {
    Decoder decoder = codec.decoder();
    Message view = Message.view();
    frames.position(0);
    int sum = 0;
    while (decoder.decode(frames, view)) {
      sum += view.byteAt(0) + view.length();
      view.expire();
    }
    return sum;
  }

  /// A batch sent: every message is encoded into the buffer in its frame.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int encode() {
    out.clear();
    for (int i = 0; i < BATCH; i++) {
      encode(out);
    }
    return out.position();
  }

  private void encode(ByteBuffer to) {
    encoder.begin(message.length, to);
    int start = to.position();
    to.put(message);
    encoder.finish(start, to);
  }
}
