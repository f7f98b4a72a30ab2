package dev.parley.tls;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.util.List;

/// How a side talks TLS (RFC 8446) at addresses of the form `tls://host:port`. What [Security] asks
/// of peers is asked inside.
///
/// ```java
/// Server.builder().listen("tls://*:9443").tls(Tls.server(List.of(new TlsFiles(cert, key)))) …
/// Client.connect("tls://example.org:9443", ClientOptions.defaults());
/// ```
///
/// Bytes that differ from the standard's there are none; renegotiation is off, no application
/// protocol is negotiated. Safe for any thread.
public sealed interface Tls permits TlsServer, TlsClient {

  /// Serving, with these certificates, of which a client is shown the one for the name it asks for,
  /// or the first. Reads the files. Which names Java's TLS refuses, and how a program has it take
  /// them: [TlsServer].
  ///
  /// @throws IOException if a file cannot be read; the message is a sentence for people
  /// @throws IllegalArgumentException if a file does not hold what it should, or if there is none;
  ///   the message is a sentence for people
  static TlsServer server(List<TlsFiles> certificates) throws IOException {
    return TlsServer.read(certificates, null, TlsVersion.TLS_1_3);
  }

  /// Calling servers whose certificates are for the name that is called, signed by an authority
  /// that this Java runtime trusts.
  static TlsClient client() {
    return TlsClient.DEFAULT;
  }

  /// The TLS of one new session.
  ///
  /// @param host whom a client calls, as its user wrote it; servers take no notice
  /// @param port as `host`
  TlsLayer layer(String host, int port, LayerBuffers buffers);

  /// Reads what sessions need and was not read yet. Blocks on files; calls after the first cost
  /// nothing.
  ///
  /// @throws IllegalStateException if this Java runtime cannot do it
  void prepare();

  /// What the user should know, a sentence each.
  ///
  /// @param clock by which certificates are too old
  List<String> warnings(Clock clock);
}
