/// What every kind of security has in common: [dev.parley.secure.Security] is what servers and
/// clients take, and each kind has a package of its own.
///
/// [dev.parley.sealed] encrypts with a shared key, [dev.parley.tls] is TLS 1.3 and 1.2, and
/// [dev.parley.hmac] proves a shared secret without encrypting. Pure: bytes in, bytes out; time and
/// randomness are arguments.
package dev.parley.secure;
