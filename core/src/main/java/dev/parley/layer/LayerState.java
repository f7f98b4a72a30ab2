package dev.parley.layer;

/// The progress of one [Layer], and the bytes that it keeps. Each query is cheap and allocates
/// nothing: a session asks after each batch and several times a second. Confined to its session's
/// thread.
public interface LayerState {
  /// The state of a layer that keeps nothing and never passes bytes unchanged.
  LayerState NONE = () -> 0;

  /// Returns true if bytes pass unchanged both ways from now on, so that the session may bypass the
  /// layer.
  default boolean isTransparent() {
    return false;
  }

  /// Returns true once the peer has sent an authenticated end of stream. Any bytes after it are
  /// ignored, so the session treats it as the stream's end.
  default boolean hasEnded() {
    return false;
  }

  /// Returns true once the peer's end of stream has ended our output too, as in TLS 1.2, or where
  /// the peer must request each message: anything sent after that is dropped, so the session ends.
  default boolean hasEndedBoth() {
    return false;
  }

  /// Returns how many bytes of an incomplete unit from the peer are buffered here; while there are
  /// any, the session's frame deadline runs. Bytes of a login do not count.
  default int begunBytes() {
    return 0;
  }

  /// Returns how many bytes given to [Layer#send] wait here, until the login is over or the peer
  /// requests them, including the overhead of keeping them: 0 exactly if none wait, so an empty
  /// message that waits counts too. A session that ends its output waits for them. Bytes that the
  /// next [Layer#flush] emits do not count.
  long heldBytes();

  /// Returns how many times the peer has requested held bytes, as a wrapping counter: while it does
  /// not change, the session's write deadline runs.
  default int fetched() {
    return 0;
  }

  /// Returns approximately how many bytes of memory the layer uses now, including the unused part
  /// of its buffers; a server's memory is divided up by this figure.
  default long cost() {
    return heldBytes() + begunBytes();
  }
}
