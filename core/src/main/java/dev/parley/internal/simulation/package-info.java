/// A machine that exists only in memory: a clock that jumps to the next event, one thread at a
/// time, and a network whose delays and faults come from a seed. What runs on it runs the same way
/// each time.
///
/// Start with [dev.parley.internal.simulation.SimulatedHost]. The module `dev.parley.check` makes
/// it available to programs.
package dev.parley.internal.simulation;
