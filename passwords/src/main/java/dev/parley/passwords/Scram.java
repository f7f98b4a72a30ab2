package dev.parley.passwords;

import com.ongres.scram.common.ScramMechanism;
import dev.parley.frame.OpeningLine;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.Security;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/// Factory of logins with user names and passwords (docs/PROTOCOL.md §13): SCRAM-SHA-256-PLUS
/// inside TLS. The server never learns the password, the client verifies that the server knows its
/// verifier, and a man in the middle learns neither.
///
/// ```java
/// Security server = Scram.server(Users.of(UsersFile.parse(content), entropy));
/// Security client = Scram.client("alice", Password.of(typed));
/// ```
///
/// Both sides need TLS below; without it they protect nothing.
public final class Scram {
  /// The mechanism for the library's computations, which are the same with and without a binding.
  static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;

  static final int VERSION = 1;

  /// The start of a server's first line, up to the version.
  static final String OPENING = OpeningLine.SCRAM;

  private Scram() {}

  /// Returns the server side, with logins bound to the TLS connection.
  public static Security server(Users users) {
    return server(users, EnumSet.of(Binding.TLS_EXPORTER));
  }

  /// Returns the server side, with a choice of accepted bindings, at least one.
  public static Security server(Users users, Set<Binding> accepted) {
    return new ScramServerSecurity(
        Objects.requireNonNull(users, "users"),
        EnumSet.copyOf(Objects.requireNonNull(accepted, "accepted")));
  }

  /// Returns the client side, with a login bound to the TLS connection.
  ///
  /// @throws IllegalArgumentException if the name is invalid
  public static Security client(String name, Password password) {
    return client(name, password, Binding.TLS_EXPORTER);
  }

  /// Returns the client side, with a choice of the binding.
  ///
  /// @throws IllegalArgumentException if the name is invalid
  public static Security client(String name, Password password, Binding binding) {
    return security(name, password, binding, 0);
  }

  /// Like [#client(String, Password, Binding)], with the minimum number of iterations that the
  /// server may ask for. By default it is [Verifier#MIN_ITERATIONS] for a server whose certificate
  /// or key was verified, and [Verifier#ITERATIONS] for an unverified one: that may be an impostor,
  /// who can try passwords against the client's proof, at the cost of these iterations for each.
  ///
  /// @param minIterations from [Verifier#MIN_ITERATIONS] to [Verifier#MAX_ITERATIONS]
  /// @throws IllegalArgumentException if the name is invalid or the number is out of range
  public static Security client(
      String name, Password password, Binding binding, int minIterations) {
    Verifier.checkIterations(minIterations);
    return security(name, password, binding, minIterations);
  }

  private static Security security(
      String name, Password password, Binding binding, int minIterations) {
    return new ScramClientSecurity(
        new Credentials(
            Objects.requireNonNull(name, "name"), Objects.requireNonNull(password, "password")),
        Objects.requireNonNull(binding, "binding"),
        minIterations);
  }

  /// Returns the first line of a server that accepts these bindings.
  static String opening(Set<Binding> accepted) {
    StringBuilder line = new StringBuilder(OPENING).append(VERSION);
    for (Binding binding : Binding.values()) {
      if (accepted.contains(binding)) {
        line.append(' ').append(binding.mechanism());
      }
    }
    return line.toString();
  }

  static ProtocolException refused(LoginProblem code, Object... parameters) {
    return refused(Problem.of(code, parameters));
  }

  static ProtocolException refused(Problem problem) {
    return new ProtocolException(ProtocolException.Fault.LOGIN, problem);
  }
}
