package dev.parley.passwords;

import dev.parley.frame.Layer;
import dev.parley.secure.Security;
import dev.parley.secure.Surroundings;
import dev.parley.secure.TlsChannel;
import java.util.List;

/// The calling side of a login with a password.
record ScramClientSecurity(Credentials credentials, Binding binding) implements Security {
  @Override
  public Layer server(Surroundings surroundings) {
    throw new IllegalStateException(
        "a server needs a list of users, not one of them and their password");
  }

  @Override
  public Layer client(Surroundings surroundings) {
    TlsChannel channel = surroundings.tls();
    if (channel == null) {
      throw new IllegalStateException("logins with a password go through TLS alone");
    }
    return new ScramClient(
        credentials, binding, channel, Nonces.of(surroundings.entropy()), Verifier.MIN_ITERATIONS);
  }

  @Override
  public boolean authenticates() {
    return true;
  }

  @Override
  public boolean protects() {
    return false; // that is for TLS, below it
  }

  @Override
  public boolean needsTls() {
    return true;
  }

  @Override
  public boolean carriesDatagrams() {
    return false;
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
