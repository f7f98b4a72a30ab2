package dev.parley.internal.admission;

import org.jspecify.annotations.Nullable;

/// What a stream session has of its server's or connector's quotas, from its first moment to its
/// last.
public interface Place {
  /// The peer has said something in its login.
  ///
  /// @return null if that may be judged; otherwise why the session has to end without a verdict
  @Nullable Refusal mayProve();

  /// What was to prove who the peer is was judged, and is wrong. Called once, at the verdict.
  void hasGuessed();

  /// The login is done, or there was none to do.
  ///
  /// @param isKnown true if the peer has proven who it is; if not, it is taken for a stranger until
  ///   its first message
  /// @return null to go on; otherwise why the session has to end all the same
  @Nullable Refusal loggedIn(boolean isKnown);

  /// The peer's first whole message that is not empty has come.
  void spoke();

  /// The socket is closed. The last call.
  void release();
}
