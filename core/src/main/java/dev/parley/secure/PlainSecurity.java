package dev.parley.secure;

import dev.parley.layer.Layer;
import dev.parley.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// No security: bytes pass unchanged and nobody authenticates.
enum PlainSecurity implements Security {
  NONE;

  @Override
  public @Nullable Layer server(LayerContext context) {
    return null;
  }

  @Override
  public @Nullable Layer client(LayerContext context) {
    return null;
  }

  @Override
  public boolean authenticates() {
    return false;
  }

  @Override
  public boolean protects() {
    return false;
  }

  @Override
  public boolean carriesDatagrams() {
    return true;
  }

  @Override
  public List<Problem> warnings() {
    return List.of();
  }

  @Override
  public String toString() {
    return "none";
  }
}
