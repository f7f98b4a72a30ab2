/// The parts of the Noise protocol framework (revision 34) that sealed sessions use: handshake,
/// symmetric and cipher state, and X25519. Pure; the random source is an argument.
///
/// Not exported.
package dev.parley.internal.noise;
