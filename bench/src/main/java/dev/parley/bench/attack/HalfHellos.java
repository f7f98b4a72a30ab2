package dev.parley.bench.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Peers that send half of a ClientHello and wait.
final class HalfHellos extends Peers {
  private static final int PEERS = 4_000;

  private @Nullable ByteBuffer half;

  HalfHellos() {
    super(PEERS);
  }

  @Override
  public void start(Target target) throws IOException {
    super.start(target);
    ByteBuffer whole = TlsEngines.hello(TlsEngines.trusting(target.credentials()));
    half = whole.limit(whole.limit() / 2);
  }

  @Override
  @Nullable ByteBuffer first() {
    ByteBuffer bytes = half;
    return bytes == null ? null : bytes.duplicate();
  }
}
