/// Logins with user names and passwords, inside TLS: SCRAM-SHA-256 (RFC 5802, RFC 7677), bound to
/// the TLS connection (RFC 9266).
///
/// Start with [dev.parley.passwords.Scram].
@org.jspecify.annotations.NullMarked
module dev.parley.passwords {
  requires com.ongres.saslprep;
  requires com.ongres.scram.common;
  requires com.ongres.stringprep;
  requires static org.jspecify;
  requires transitive dev.parley;

  exports dev.parley.passwords;
}
