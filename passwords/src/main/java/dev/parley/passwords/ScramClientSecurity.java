package dev.parley.passwords;

import dev.parley.layer.Layer;
import dev.parley.secure.LayerContext;
import dev.parley.secure.TlsChannel;
import java.util.List;

/// The calling side of a login with a password.
///
/// @param minIterations the fewest that the server may ask for; 0 for those that its certificate
///   allows
record ScramClientSecurity(Credentials credentials, Binding binding, int minIterations)
    implements ScramSecurity {
  @Override
  public Layer server(LayerContext surroundings) {
    throw new IllegalStateException(
        "a server needs a list of users, not one of them and their password");
  }

  @Override
  public Layer client(LayerContext surroundings) {
    TlsChannel channel = ScramSecurity.channel(surroundings);
    return new ScramClient(
        credentials, binding, channel, Nonces.of(surroundings.entropy()), minIterations);
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public String toString() {
    return "scram";
  }
}
