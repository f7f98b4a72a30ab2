package dev.parley.hmac;

import dev.parley.layer.Layer;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import java.util.ArrayList;
import java.util.List;

/// A challenge login over a stream that stays unencrypted.
record HmacSecurity(HmacAlgorithm digest, Secret secret) implements Security {
  /// The length of the server's challenge, in bytes.
  static final int CHALLENGE_LENGTH = 32;

  HmacSecurity {
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
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    warnings.add(
        digest
            + " proves the client only: the server is not proven, and everything after the login can"
            + " be read and changed by whoever sits in between");
    if (digest == HmacAlgorithm.MD5) {
      warnings.add("hmac-md5 rests on a weak digest; use hmac-sha256 where the peers speak it");
    }
    return List.copyOf(warnings);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
