package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The receiving half of a [Framing], for one peer: bytes in, messages out.
///
/// A pure state machine: no socket, no thread, no clock. Confined to one thread at a time. `in` is
/// always big-endian, and a decoder changes neither its limit nor the bytes after a frame.
///
/// A fault of the peer is a [ProtocolException] with a
/// [Fault][dev.parley.layer.ProtocolException.Fault], which decides the session's
/// [CloseReason][dev.parley.session.CloseReason], and a [Problem], the sentence for logs:
///
/// ```java
/// throw new ProtocolException(Fault.TOO_LARGE, Problem.of(FrameProblem.LENGTH_TOO_LARGE, length, maxMessage));
/// throw new ProtocolException(Fault.MALFORMED, "a frame whose checksum is wrong");
/// ```
///
/// The sentence never holds raw bytes of the peer.
public interface Decoder {
  /// Makes `view` show the next message, in place, at the position of `in`; returns false if its
  /// frame is incomplete.
  ///
  /// `in` holds every byte that has arrived and has not been decoded, from its position to its
  /// limit. After a message the position is past its frame. After false the position is unchanged,
  /// and the next call sees the same bytes again followed by more (so the decoder may remember how
  /// far it has searched). A decoder never needs more than [#maxFrameBytes] bytes to complete a
  /// frame.
  ///
  /// The message lies in `in`, between the position before and after, and has at most
  /// [Framing#maxMessage] bytes; `view.show(in, start, length)` shows it.
  ///
  /// @param view created by [Message#view()] and owned by the caller; unchanged if the result is
  ///   false
  /// @throws ProtocolException if no continuation of these bytes can be a frame within the limit;
  ///   thrown before anything of the announced size is allocated
  boolean decode(ByteBuffer in, Message view) throws ProtocolException;

  /// Makes `view` show the last message when the stream ends with `in` undecoded ([#decode]
  /// returned false for it, or was not called); returns false if there is none.
  ///
  /// @throws ProtocolException with `TRUNCATED` if the stream ended inside a frame
  default boolean end(ByteBuffer in, Message view) throws ProtocolException {
    if (in.hasRemaining()) {
      throw Bound.truncated(in, looks(in));
    }
    return false;
  }

  /// Makes `view` show the last message when the connection has failed with `in` undecoded (as for
  /// [#end]); returns false if there is none. A message cut off by a failure is normally not
  /// delivered; only a framing that is still being detected may treat the undecoded bytes as one.
  default boolean cut(ByteBuffer in, Message view) {
    return false;
  }

  /// Returns what the undecoded bytes of `in` look like if no more arrive: a hint as in the faults
  /// of [#decode], null if they look like the start of a frame.
  default @Nullable Problem looks(ByteBuffer in) {
    return null;
  }

  /// Returns how long the peer must be silent after undecoded bytes before [#silent] turns them
  /// into a message, in nanoseconds; 0 if silence means nothing, now and later. The caller measures
  /// the time.
  default long silenceNanos() {
    return 0;
  }

  /// Makes `view` show the message formed by the undecoded bytes of `in`, because nothing has
  /// followed them for [#silenceNanos]; returns false, with the position unchanged, if they are not
  /// one.
  ///
  /// @throws ProtocolException as for [#decode]
  default boolean silent(ByteBuffer in, Message view) throws ProtocolException {
    return false;
  }

  /// Returns the framing that this decoder has settled on, if several were possible at first; null
  /// until then, and for decoders with nothing to settle. A fresh decoder of that framing may
  /// replace this one.
  default @Nullable Framing settled() {
    return null;
  }

  /// Returns the maximum size of a frame in bytes, including its overhead: no more than that is
  /// kept of a frame that is incomplete. The same at all times.
  int maxFrameBytes();
}
