/// Encrypted sessions with a shared key, over streams and datagrams: the Noise handshake NNpsk0 and
/// records that are sealed with ChaCha20-Poly1305. Start with [dev.parley.sealed.Sealed] and
/// [dev.parley.sealed.NamedKey]; the wire format is in docs/SEALED.md. Pure but for
/// [dev.parley.sealed.KeyFile] and [dev.parley.sealed.KeyRing], which read key files.
package dev.parley.sealed;
