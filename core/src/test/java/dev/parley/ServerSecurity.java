package dev.parley;

import dev.parley.layer.Layer;
import dev.parley.problem.Problem;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A server's security whose layer is the test's own; its clients are plain sockets.
///
/// @param layer makes the layer of each session
/// @param authenticates true if the layer is a login
record ServerSecurity(Supplier<Layer> layer, boolean authenticates) implements Security {
  @Override
  public Layer server(LayerContext context) {
    return layer.get();
  }

  @Override
  public @Nullable Layer client(LayerContext context) {
    return null;
  }

  @Override
  public boolean protects() {
    return false;
  }

  @Override
  public boolean carriesDatagrams() {
    return false;
  }

  @Override
  public List<Problem> warnings() {
    return List.of();
  }
}
