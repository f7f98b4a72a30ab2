/// Encrypted sessions with a shared key, over streams and datagrams: the Noise handshake NNpsk0,
/// then records sealed with AES-256-GCM or ChaCha20-Poly1305. Start with [dev.parley.sealed.Sealed]
/// and [dev.parley.sealed.NamedKey]; the wire format is in docs/PROTOCOL.md §10 and §11. Pure,
/// except for [dev.parley.sealed.KeyFiles], which reads key files.
package dev.parley.sealed;
