package dev.parley.frame;

import java.nio.ByteBuffer;

/// The sending half of a [Framing]: writes what precedes and follows a message's bytes on the wire.
///
/// The caller writes a frame into a buffer in three steps, so that the message's bytes are copied
/// only once: [#begin], then the bytes themselves, then [#finish]. `out` has room for the message
/// and the [#overhead], and is always big-endian. Stateless and safe for any thread; never blocks.
///
/// Encoders that are equal write the same bytes: a message for a group of sessions is encoded once
/// for all that have equal ones.
public interface Encoder {
  /// Returns the maximum number of bytes that `begin` and `finish` add to a message, from 0 to
  /// [Framing#LARGEST_OVERHEAD].
  int overhead();

  /// Writes the part of the frame before a message of `length` bytes.
  ///
  /// @throws IllegalArgumentException if this framing cannot carry a message of that length; `out`
  ///   is unchanged
  void begin(int length, ByteBuffer out);

  /// Writes the part of the frame after the message, which is in `out` from the absolute index
  /// `start` to the position. If the prefix depends on the message's content, writes that too, and
  /// may move the message towards the front; the position ends after the frame.
  ///
  /// @throws IllegalArgumentException if this framing cannot carry those bytes (a line that
  ///   contains a line end); the caller then rewinds `out` to before [#begin]
  void finish(int start, ByteBuffer out);
}
