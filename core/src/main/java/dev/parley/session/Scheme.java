package dev.parley.session;

import dev.parley.frame.Framing;
import dev.parley.layer.Layer;
import dev.parley.secure.LayerContext;
import org.jspecify.annotations.Nullable;

/// The scheme of an [Address], which stands for a stack: a transport, and what lies between it and
/// the login of a [dev.parley.secure.Security]. All that the library needs to know about a kind of
/// address, it asks its scheme.
///
/// ```
///   socket ── TLS, if usesTls ── the scheme's own layer ── login, or seal ── framing ── handler
/// ```
///
/// | scheme | transport | TLS | own layer |
/// |---|---|---|---|
/// | `tcp` | [Transport#TCP] | – | – |
/// | `tls` | [Transport#TCP] | yes | – |
/// | `udp` | [Transport#UDP] | – | – |
/// | `unix` | [Transport#UNIX] | – | – |
/// | `memory` | [Transport#MEMORY] | – | – |
/// | `memory-tls` | [Transport#MEMORY] | yes | – |
/// | `memory-udp` | [Transport#MEMORY_UDP] | – | – |
///
/// Others are found by [java.util.ServiceLoader] when an address names a scheme that the library
/// does not know: a module says `provides dev.parley.session.Scheme with …`, a jar on the class
/// path has `META-INF/services/dev.parley.session.Scheme`. They are looked for with the context
/// class loader of the thread that parses. A provider needs a public constructor without
/// parameters, or a static method `provider`. If two have one name, it means neither.
///
/// Implementations are immutable, safe for any thread, and equal if they have the same name: a
/// record without components, or an enum. No method blocks.
public interface Scheme {
  /// Returns plain TCP.
  static Scheme tcp() {
    return KnownScheme.TCP;
  }

  /// Returns TLS over TCP.
  static Scheme tls() {
    return KnownScheme.TLS;
  }

  /// Returns datagrams over UDP.
  static Scheme udp() {
    return KnownScheme.UDP;
  }

  /// Returns plain streams between processes of one machine.
  static Scheme unix() {
    return KnownScheme.UNIX;
  }

  /// Returns plain streams within this process.
  static Scheme memory() {
    return KnownScheme.MEMORY;
  }

  /// Returns TLS over streams within this process.
  static Scheme memoryTls() {
    return KnownScheme.MEMORY_TLS;
  }

  /// Returns datagrams within this process.
  static Scheme memoryUdp() {
    return KnownScheme.MEMORY_UDP;
  }

  /// Returns the scheme with this name, of the library or of a provider.
  ///
  /// @param name in any case
  /// @throws IllegalArgumentException with a sentence for the user if there is none
  static Scheme named(String name) {
    return ProvidedSchemes.named(name);
  }

  /// Returns the plain scheme of a transport.
  static Scheme of(Transport transport) {
    return KnownScheme.of(transport);
  }

  /// Returns the name, the part of an address before `://`: a lower-case letter, then lower-case
  /// letters, digits, `+`, `-` and `.` (RFC 3986 §3.1).
  @Override
  String toString();

  /// Returns the transport at the bottom of the stack.
  Transport transport();

  /// Returns the port of an address without one, from 1 to 65535.
  default int defaultPort() {
    return Address.DEFAULT_PORT;
  }

  /// Returns true if an address may have a path after its port, beginning with `/`.
  default boolean takesPath() {
    return false;
  }

  /// Returns true if TLS lies next to the socket. The transport is one of streams then; a server
  /// needs certificates, and a client checks those of the server.
  default boolean usesTls() {
    return false;
  }

  /// Returns a new layer for the server side of one stream session, above TLS if there is any; null
  /// if bytes pass unchanged. Not called for datagrams.
  ///
  /// @param listener the address that accepted the connection
  default @Nullable Layer serverLayer(LayerContext context, Address listener) {
    return null;
  }

  /// Returns a new layer for the client side of one stream session, above TLS if there is any; null
  /// if bytes pass unchanged. Not called for datagrams.
  ///
  /// @param server the address that is called
  default @Nullable Layer clientLayer(LayerContext context, Address server) {
    return null;
  }

  /// Returns the framing above the scheme's layer, for a scheme that separates messages by itself;
  /// the configured one by default.
  default Framing framing(Framing configured) {
    return configured;
  }

  /// Returns true if others can neither read nor change the data, so that a server may listen where
  /// strangers can reach it.
  default boolean protects() {
    return usesTls();
  }

  /// Returns true if the stack has a handshake, so that a session of a server begins with a place
  /// among the logins.
  default boolean hasHandshake() {
    return usesTls();
  }

  /// Returns true if the bytes of the wire reach the framing unchanged where there is no login, so
  /// that a web page could make a browser send messages; [dev.parley.frame.HttpRule] applies then.
  default boolean isPlain() {
    return !usesTls();
  }
}
