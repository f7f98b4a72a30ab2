/// Attacks on servers, and the honest clients that are measured meanwhile. Plain sockets only: an
/// attacker is careless, and shares no code with its target.
@org.jspecify.annotations.NullMarked
package dev.parley.bench.attack;
