import org.jspecify.annotations.NullMarked;

/// Talking over TCP, UDP and Unix-domain sockets: servers for many peers at once, and clients.
///
/// Start with [dev.parley.Server] or [dev.parley.Client]; both take a [dev.parley.frame.Framing], a
/// [dev.parley.secure.Security] and limits as values.
@NullMarked
module dev.parley {
  requires jdk.net;
  requires static org.jspecify;

  exports dev.parley;
  exports dev.parley.frame;
  exports dev.parley.limit;
  exports dev.parley.reload;
  exports dev.parley.secure;
}
