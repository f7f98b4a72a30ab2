/// Servers and clients in a simulation: a machine in memory whose clock, network and order of
/// events come from a seed.
///
/// Start with [dev.parley.simulation.Simulation].
package dev.parley.simulation;
