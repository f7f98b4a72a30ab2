/// The common part of every kind of security: servers and clients are given a
/// [dev.parley.secure.Security], and each kind has its own package.
///
/// [dev.parley.sealed] encrypts with a shared key, [dev.parley.tls] is TLS 1.3 and 1.2, and
/// [dev.parley.hmac] proves a shared secret without encrypting. Pure: bytes in, bytes out; time and
/// randomness are arguments.
package dev.parley.secure;
