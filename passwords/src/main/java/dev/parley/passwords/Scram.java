package dev.parley.passwords;

import com.ongres.scram.common.ScramMechanism;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.Security;
import java.util.EnumSet;
import java.util.Set;

/// Logins of people with names and passwords (docs/PROTOCOL.md §13): SCRAM-SHA-256-PLUS inside TLS.
/// The server learns no password, the client learns that the server knows its own, and neither can
/// be had by somebody in between.
///
/// ```java
/// Security server = Scram.server(Users.of(UsersFile.parse(content), entropy));
/// Security client = Scram.client("alice", Password.of(typed));
/// ```
///
/// Both go on top of TLS; what they say without is nothing.
public final class Scram {
  /// The same with and without a binding, for what the library computes.
  static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;

  static final int VERSION = 1;

  /// What the first line of a server begins with, up to the version.
  static final String OPENING = "Parley scram ";

  private Scram() {}

  /// The serving side, with logins that are tied to the TLS connection.
  public static Security server(Users users) {
    return server(users, EnumSet.of(Binding.TLS_EXPORTER));
  }

  /// The serving side, with a choice of what logins may be tied to, at least one.
  public static Security server(Users users, Set<Binding> accepted) {
    return new ScramServerSecurity(users, EnumSet.copyOf(accepted));
  }

  /// The calling side, with a login that is tied to the TLS connection.
  ///
  /// @throws IllegalArgumentException if the name is none
  public static Security client(String name, Password password) {
    return client(name, password, Binding.TLS_EXPORTER);
  }

  /// The calling side, with a choice of what the login is tied to.
  ///
  /// @throws IllegalArgumentException if the name is none
  public static Security client(String name, Password password, Binding binding) {
    return new ScramClientSecurity(new Credentials(name, password), binding, 0);
  }

  /// As [#client(String, Password, Binding)], with the fewest iterations that the server may ask
  /// for. Without this they are [Verifier#MIN_ITERATIONS] for a server whose certificate or key was
  /// verified, and [Verifier#ITERATIONS] for one that may be anybody, and that can try passwords
  /// against the client's proof, each at the price of these iterations.
  ///
  /// @param minIterations from [Verifier#MIN_ITERATIONS] to [Verifier#MAX_ITERATIONS]
  /// @throws IllegalArgumentException if the name is none or the number is out of range
  public static Security client(
      String name, Password password, Binding binding, int minIterations) {
    Verifier.checkIterations(minIterations);
    return new ScramClientSecurity(new Credentials(name, password), binding, minIterations);
  }

  /// The first line of a server that accepts these.
  static String opening(Set<Binding> accepted) {
    StringBuilder line = new StringBuilder(OPENING).append(VERSION);
    for (Binding binding : Binding.values()) {
      if (accepted.contains(binding)) {
        line.append(' ').append(binding.mechanism());
      }
    }
    return line.toString();
  }

  static ProtocolException refused(String sentence) {
    return new ProtocolException(ProtocolException.Fault.LOGIN, sentence);
  }
}
