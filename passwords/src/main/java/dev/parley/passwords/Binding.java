package dev.parley.passwords;

/// What a login is tied to. Set on both sides, never negotiated.
public enum Binding {
  /// The TLS connection that carries it (RFC 9266): who sits between two connections cannot pass a
  /// login on from one to the other, whatever certificate was shown.
  TLS_EXPORTER("SCRAM-SHA-256-PLUS"),
  /// Nothing: where TLS ends before it gets to us. The client makes sure of the server's
  /// certificate instead.
  NONE("SCRAM-SHA-256");

  private final String mechanism;

  Binding(String mechanism) {
    this.mechanism = mechanism;
  }

  /// The name of the mechanism with this binding, as IANA has it.
  public String mechanism() {
    return mechanism;
  }
}
