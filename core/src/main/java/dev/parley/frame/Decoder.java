package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The receiving half of a [Framing] for one peer: bytes in, messages out.
///
/// A pure state machine: no socket, no thread, no clock. Confined to one thread at a time.
public interface Decoder {
  /// Has `view` show the next message at the position of `in`, where it lies; false when its frame
  /// is not all there yet.
  ///
  /// `in` holds every byte that has arrived and has not been decoded, from its position to its
  /// limit. A message moves the position behind its frame; false leaves the position where it was,
  /// and the next call sees the same bytes again with more behind them (so the decoder may remember
  /// how far it has looked). A decoder never asks for more than [#most] bytes to finish a frame.
  ///
  /// @param view of [Message#view()], of the caller's; untouched when false
  /// @throws ProtocolException if no continuation of these bytes can be a frame within the limit;
  ///   thrown before anything of the announced size is allocated
  boolean decode(ByteBuffer in, Message view) throws ProtocolException;

  /// Has `view` show the last message when the stream ends with `in` undecoded (a call of [#decode]
  /// gave false for it, or none was made); false when there is none.
  ///
  /// @throws ProtocolException with `TRUNCATED` if the stream ended inside a frame
  default boolean end(ByteBuffer in, Message view) throws ProtocolException {
    if (in.hasRemaining()) {
      throw Bound.truncated(in, looks(in));
    }
    return false;
  }

  /// Has `view` show the last message when the connection has failed with `in` undecoded (as for
  /// [#end]); false when there is none: a message that a failure has cut is no message. Where
  /// framing is found out from what comes, the undecoded bytes may be one.
  default boolean cut(ByteBuffer in, Message view) {
    return false;
  }

  /// What the undecoded bytes of `in` look like where no more comes, in words that end a sentence:
  /// the hint of the faults of [#decode]. Empty when they look like the start of a frame.
  default String looks(ByteBuffer in) {
    return "";
  }

  /// How long the peer must be silent behind undecoded bytes before they become a message by
  /// [#silent], in nanoseconds; 0 where silence means nothing, and then for good. The caller keeps
  /// the time.
  default long silenceNanos() {
    return 0;
  }

  /// Has `view` show the message that the undecoded bytes of `in` are because nothing has followed
  /// them for [#silenceNanos]; false, with the position unchanged, when they are none.
  ///
  /// @throws ProtocolException as [#decode]
  default boolean silent(ByteBuffer in, Message view) throws ProtocolException {
    return false;
  }

  /// The framing that this decoder has settled for, one of several that were possible at first;
  /// null while that is open, and for decoders that have nothing to settle. A fresh decoder of that
  /// framing may go on in the place of this one.
  default @Nullable Framing settled() {
    return null;
  }

  /// The most bytes one frame can take, its overhead included.
  int most();
}
