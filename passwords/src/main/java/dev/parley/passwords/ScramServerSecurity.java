package dev.parley.passwords;

import dev.parley.layer.Layer;
import dev.parley.secure.LayerContext;
import dev.parley.secure.TlsChannel;
import java.util.List;
import java.util.Set;

/// The server side of a password login.
record ScramServerSecurity(Users users, Set<Binding> accepted) implements ScramSecurity {
  @Override
  public Layer server(LayerContext context) {
    TlsChannel channel = ScramSecurity.channel(context);
    return new ScramServer(users, accepted, channel, Nonces.of(context.entropy()));
  }

  @Override
  public Layer client(LayerContext context) {
    throw new IllegalStateException(
        "a client logs in with a name and a password, not with a list of users");
  }

  @Override
  public List<String> warnings() {
    return accepted.contains(Binding.NONE)
        ? List.of(
            "logins that are not bound to the TLS connection are safe only from clients that make"
                + " sure of the server's certificate")
        : List.of();
  }

  @Override
  public String toString() {
    return "scram";
  }
}
