/// Finds what other modules and jars provide by name: framings, schemes, services.
///
/// Not exported, but to the module of services.
package dev.parley.internal.provide;
