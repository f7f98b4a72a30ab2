package dev.parley.passwords;

import dev.parley.layer.Layer;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.LayerContext;
import dev.parley.secure.TlsChannel;
import java.util.List;
import java.util.Set;

/// The server side of a password login.
record ScramServerSecurity(Users users, Set<Binding> accepted) implements ScramSecurity {
  ScramServerSecurity {
    LoginProblem _ = LoginProblem.WRONG_PASSWORD; // a class cannot be loaded when memory is full
  }

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
  public List<Problem> warnings() {
    return accepted.contains(Binding.NONE)
        ? List.of(Problem.of(LoginProblem.UNBOUND_ALLOWED))
        : List.of();
  }

  @Override
  public String toString() {
    return "scram";
  }
}
