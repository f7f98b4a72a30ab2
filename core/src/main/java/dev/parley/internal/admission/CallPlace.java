package dev.parley.internal.admission;

import org.jspecify.annotations.Nullable;

/// The place of a client's session: there is always one.
public record CallPlace(Admission sessions) implements Place {
  @Override
  public @Nullable Refusal mayProve() {
    return null;
  }

  @Override
  public void hasGuessed() {}

  @Override
  public @Nullable Refusal loggedIn(boolean isKnown) {
    return null;
  }

  @Override
  public void spoke() {}

  @Override
  public void lostOutput() {
    sessions.lostOutput();
  }

  @Override
  public void release() {
    sessions.left();
  }
}
