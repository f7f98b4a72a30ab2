/// A login that proves knowledge of a shared secret with an HMAC over a random challenge, and
/// encrypts nothing. Start with [dev.parley.hmac.Hmac]. Pure: bytes in, bytes out.
package dev.parley.hmac;
