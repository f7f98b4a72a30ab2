package dev.parley.hmac;

import dev.parley.layer.Layer;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import java.util.ArrayList;
import java.util.List;

/// A challenge login over a stream that stays unencrypted.
record HmacSecurity(HmacAlgorithm digest, Secret secret) implements Security {
  /// The length of the server's challenge, in bytes.
  static final int CHALLENGE_LENGTH = 32;

  HmacSecurity {
    LoginProblem _ = LoginProblem.WRONG_PROOF; // a class cannot be loaded when memory is full
    // Fail at startup, not at the first login, if the Java runtime lacks the digest.
    byte[] _ = secret.prove(digest, new byte[CHALLENGE_LENGTH]);
  }

  @Override
  public Layer server(LayerContext context) {
    byte[] challenge = new byte[CHALLENGE_LENGTH];
    context.entropy().fill(challenge);
    return new HmacServer(digest, secret, challenge);
  }

  @Override
  public Layer client(LayerContext context) {
    return new HmacClient(digest, secret);
  }

  @Override
  public boolean authenticates() {
    return true;
  }

  @Override
  public boolean protects() {
    return false;
  }

  @Override
  public boolean isConfirmed() {
    return false;
  }

  @Override
  public boolean carriesDatagrams() {
    return false;
  }

  @Override
  public List<Problem> warnings() {
    List<Problem> warnings = new ArrayList<>();
    warnings.add(Problem.of(KeyProblem.ONLY_CLIENT_PROVEN, digest));
    if (digest == HmacAlgorithm.MD5) {
      warnings.add(Problem.of(KeyProblem.WEAK_DIGEST));
    }
    return List.copyOf(warnings);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
