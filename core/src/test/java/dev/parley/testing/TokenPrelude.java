package dev.parley.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.prelude.Prelude;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/// A prelude as a user of the library writes it: the line `TOKEN word`, whose word names the peer's
/// address.
///
/// @param maxBytes the longest line, including its LF
/// @param known the address of each word
public record TokenPrelude(int maxBytes, Map<String, InetSocketAddress> known) implements Prelude {
  private static final String START = "TOKEN ";
  private static final InetSocketAddress CALLED = new InetSocketAddress("192.0.2.1", 443);

  @Override
  public Reading read(ByteBuffer in) throws ProtocolException {
    byte[] bytes = new byte[in.remaining()];
    in.get(in.position(), bytes);
    String text = new String(bytes, US_ASCII);
    int end = text.indexOf('\n');
    if (!text.regionMatches(0, START, 0, Math.min(text.length(), START.length()))) {
      throw new ProtocolException(Fault.MALFORMED, "no token came first");
    }
    if (end < 0) {
      return new More(Integer.MAX_VALUE);
    }
    InetSocketAddress peer = known.get(text.substring(START.length(), end));
    if (peer == null) {
      throw new ProtocolException(Fault.MALFORMED, "an unknown token");
    }
    return new Done(end + 1, peer, CALLED);
  }

  @Override
  public Duration timeout(Duration login) {
    return Duration.ofSeconds(2);
  }

  @Override
  public String toString() {
    return "token";
  }
}
