package dev.parley.passwords;

/// The channel binding of a login. Configured on both sides, never negotiated.
public enum Binding {
  /// Bound to the TLS connection that carries it (RFC 9266): a man in the middle of two connections
  /// cannot forward a login from one to the other, whatever certificate it presented.
  TLS_EXPORTER("SCRAM-SHA-256-PLUS"),
  /// Not bound, for servers behind a TLS proxy. The client verifies the server's certificate
  /// instead.
  NONE("SCRAM-SHA-256");

  private final String mechanism;

  Binding(String mechanism) {
    this.mechanism = mechanism;
  }

  /// Returns the IANA name of the SASL mechanism with this binding.
  public String mechanism() {
    return mechanism;
  }
}
