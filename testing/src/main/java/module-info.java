/// Tests of what users of the library write themselves. Belongs in a program's test scope.
///
/// Start with [dev.parley.check.FramingCheck] for a framing, and with
/// [dev.parley.simulation.Simulation] for a server or a client; in a test over sockets,
/// [dev.parley.check.EventRecorder] waits for what happens.
@org.jspecify.annotations.NullMarked
module dev.parley.check {
  requires static org.jspecify;
  requires transitive dev.parley;

  exports dev.parley.check;
  exports dev.parley.simulation;
}
