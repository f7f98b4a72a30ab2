package dev.parley.internal.admission;

import org.jspecify.annotations.Nullable;

/// A stream session's share of the quotas of its server or connector, from its start to its end.
public interface Place {
  /// The peer has sent something in its login.
  ///
  /// @return null if it may be checked; otherwise why the session has to end unchecked
  @Nullable Refusal mayProve();

  /// The peer's proof was checked and is wrong. Called once, at the verdict.
  void hasGuessed();

  /// The login is done, or there was none.
  ///
  /// @param isKnown true if the peer has authenticated; if not, it counts as a stranger until its
  ///   first message
  /// @return null to continue; otherwise why the session has to end all the same
  @Nullable Refusal loggedIn(boolean isKnown);

  /// The peer has sent its first whole message that is not empty.
  void spoke();

  /// The socket is closed, and output that was accepted for sending is lost. Called before
  /// [#release], if at all.
  void lostOutput();

  /// The socket is closed. The last call.
  void release();
}
