/// Ready-made services on top of the engine.
///
/// Each is a [dev.parley.session.Handler] that serves TCP, UDP and Unix-domain peers alike;
/// [dev.parley.services.Service] lists them by name.
@org.jspecify.annotations.NullMarked
module dev.parley.services {
  requires static com.google.errorprone.annotations;
  requires transitive dev.parley;
  requires static org.jspecify;

  exports dev.parley.services;

  uses dev.parley.services.ServiceProvider;
}
