import org.jspecify.annotations.NullMarked;

/// Talking over TCP, UDP and Unix-domain sockets: servers for many peers at once, and clients.
///
/// Start with [dev.parley.Server] or [dev.parley.Client]; both take a [dev.parley.frame.Framing], a
/// [dev.parley.secure.Security] and limits as values.
@NullMarked
@SuppressWarnings("module") // that of passwords is compiled after this one
module dev.parley {
  requires jdk.net;
  requires static org.jspecify;

  exports dev.parley;
  exports dev.parley.frame;
  exports dev.parley.hmac;
  exports dev.parley.layer;
  exports dev.parley.limit;
  exports dev.parley.prelude;
  exports dev.parley.problem;
  exports dev.parley.reload;
  exports dev.parley.sealed;
  exports dev.parley.secure;
  exports dev.parley.session;
  exports dev.parley.text;
  exports dev.parley.tls;
  exports dev.parley.internal.provide to
      dev.parley.services;
  exports dev.parley.internal.buffer to
      dev.parley.passwords;
  exports dev.parley.internal.simulation to
      dev.parley.check;

  uses dev.parley.frame.FramingProvider;
  uses dev.parley.session.Scheme;
}
