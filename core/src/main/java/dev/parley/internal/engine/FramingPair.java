package dev.parley.internal.engine;

import dev.parley.frame.CheckedFraming;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.HttpRule;
import org.jspecify.annotations.Nullable;

/// The framings of a session's two directions, and what follows from them. One object for all
/// sessions that have not changed theirs. Immutable but for a cache, and safe for any thread.
final class FramingPair {
  private final Framing in;
  private final Framing out;
  private final Encoder encoder;
  private final HttpRule http;

  /// The pair after the last framing that a session has settled on: most settle on the same. A
  /// thread that does not see it makes an equal one.
  private @Nullable FramingPair settled;

  /// @param http how other protocols are recognised at the beginning of a plain stream
  FramingPair(Framing in, Framing out, HttpRule http) {
    this.in = in;
    this.out = out;
    this.encoder = CheckedFraming.encoder(out);
    this.http = http;
  }

  /// Returns the framing of what the peer sends.
  Framing in() {
    return in;
  }

  /// Returns the framing of what we send.
  Framing out() {
    return out;
  }

  /// Returns the encoder of [#out].
  Encoder encoder() {
    return encoder;
  }

  /// Returns the rule for the first bytes of a plain stream.
  HttpRule http() {
    return http;
  }

  /// Returns true if a side waits for the other one's word before each message.
  boolean awaitsReady() {
    return in.awaitsReady() || out.awaitsReady();
  }

  /// Returns the pair of a session whose peer turned out to send with `framing`. What settles in
  /// our direction follows, if that makes a difference.
  FramingPair settledOn(Framing framing) {
    FramingPair known = settled;
    if (known != null && known.in.equals(framing)) {
      return known;
    }
    boolean follows = out.settles() && !framing.keepsBoundaries();
    FramingPair made = new FramingPair(framing, follows ? framing : out, http);
    settled = made;
    return made;
  }
}
