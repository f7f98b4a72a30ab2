package dev.parley.prelude;

import dev.parley.frame.Sniff;
import java.nio.ByteBuffer;
import java.util.List;

/// Recognises what begins with one of several byte strings.
record Beginning(List<byte[]> beginnings) implements FirstBytes {
  static final FirstBytes HTTP_REQUEST = new Beginning(Sniff.httpBeginnings());
  static final FirstBytes TLS_CLIENT_HELLO = new Beginning(List.of(new byte[] {0x16, 0x03}));

  Beginning {
    for (byte[] beginning : beginnings) {
      if (beginning.length < 1 || beginning.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "a beginning of " + beginning.length + " bytes is not of 1 to " + MAX_BYTES);
      }
    }
  }

  @Override
  public Match match(ByteBuffer in) {
    Match best = Match.NO;
    for (byte[] beginning : beginnings) {
      int same = same(in, beginning);
      if (same == beginning.length) {
        return Match.YES;
      }
      if (same == in.remaining()) {
        best = Match.MORE;
      }
    }
    return best;
  }

  /// Returns how many bytes are the same, until the first that differs or either ends.
  private static int same(ByteBuffer in, byte[] beginning) {
    int most = Math.min(in.remaining(), beginning.length);
    int at = 0;
    while (at < most && in.get(in.position() + at) == beginning[at]) {
      at++;
    }
    return at;
  }
}
