package dev.parley.internal.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The failure of a link's socket: its cause, and the output that was lost. Most links never have
/// one; a null argument stands for a link that has lost nothing. Confined to its loop.
///
/// A failure does not end the session at once: earlier input is delivered first. It may be in the
/// kernel (Linux delivers it before it reports a reset), or wait for the end of a pause.
final class LinkFailure {
  private @Nullable IOException cause;
  private boolean isAllRead;
  private long unsentBytes;

  /// Returns why the socket failed; null if it has not.
  static @Nullable IOException cause(@Nullable LinkFailure failure) {
    return failure == null ? null : failure.cause;
  }

  /// Returns true if the socket has failed and the kernel holds no more input.
  static boolean isAllRead(@Nullable LinkFailure failure) {
    return failure != null && failure.isAllRead;
  }

  /// Returns the number of bytes that were dropped instead of written.
  static long unsentBytes(@Nullable LinkFailure failure) {
    return failure == null ? 0 : failure.unsentBytes;
  }

  /// Counts bytes that were dropped instead of written.
  void addUnsent(long bytes) {
    unsentBytes += bytes;
  }

  /// Records a failure that was not found by a read; input may be left in the kernel.
  void writeFailed(IOException cause) {
    this.cause = cause;
  }

  /// Records the result of a read after the failure.
  ///
  /// @param count as a channel returns it
  void readAfter(int count) {
    isAllRead |= count <= 0; // after a failure, an end of stream is not the peer's own
  }

  /// Records a failed read, after which there is no more input. An earlier cause stays, unless this
  /// one explains it.
  void readFailed(IOException cause) {
    isAllRead = true;
    if (this.cause == null || this.cause instanceof ConnectionProbe.Unexplained) {
      this.cause = cause;
    }
  }
}
