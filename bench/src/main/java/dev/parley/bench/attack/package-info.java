/// Attacks on servers, and the honest client that is measured meanwhile. Plain sockets only:
/// whoever attacks is careless, and no part of what is attacked.
@org.jspecify.annotations.NullMarked
package dev.parley.bench.attack;
