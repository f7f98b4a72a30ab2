package dev.parley.passwords;

import dev.parley.layer.Layer;
import dev.parley.problem.Problem;
import dev.parley.secure.LayerContext;
import dev.parley.secure.TlsChannel;
import java.util.List;

/// The client side of a password login.
///
/// @param minIterations the minimum that the server may ask for; 0 means the default, which depends
///   on whether the server was verified
record ScramClientSecurity(Credentials credentials, Binding binding, int minIterations)
    implements ScramSecurity {
  @Override
  public Layer server(LayerContext context) {
    throw new IllegalStateException(
        "a server needs a list of users, not one of them and their password");
  }

  @Override
  public Layer client(LayerContext context) {
    TlsChannel channel = ScramSecurity.channel(context);
    return new ScramClient(
        credentials, binding, channel, Nonces.of(context.entropy()), minIterations);
  }

  @Override
  public List<Problem> warnings() {
    return List.of();
  }

  @Override
  public String toString() {
    return "scram";
  }
}
