package dev.parley.tls;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// The TLS configuration of one side (RFC 8446), for addresses of the form `tls://host:port`. The
/// login of a [dev.parley.secure.Security] runs inside TLS.
///
/// ```java
/// Server.builder().listen("tls://*:9443").tls(Tls.server(List.of(new TlsFiles(cert, key)))) …
/// Client.connect("tls://example.org:9443", ClientOptions.defaults());
/// ```
///
/// The wire format is standard TLS; renegotiation is off and no application protocol is negotiated.
/// Safe for any thread.
public sealed interface Tls permits TlsServer, TlsClient {

  /// Returns the configuration of a server with these certificates. A client is presented the
  /// certificate for the name that it requests, or the first. Reads the files. [TlsServer] explains
  /// which names Java's TLS rejects, and how a program can make it accept them.
  ///
  /// @throws IOException if a file cannot be read; the message is a sentence for the user
  /// @throws IllegalArgumentException if a file's content is invalid, or if there is no file; the
  ///   message is a sentence for the user
  static TlsServer server(List<TlsFiles> certificates) throws IOException {
    return TlsServer.read(
        Objects.requireNonNull(certificates, "certificates"), null, TlsVersion.TLS_1_3);
  }

  /// Returns the configuration of a client that accepts servers with a certificate for the name it
  /// connects to, signed by an authority that this Java runtime trusts.
  static TlsClient client() {
    return TlsClient.DEFAULT;
  }

  /// Returns the TLS layer of one new session.
  ///
  /// @param host the host that a client connects to, as its user wrote it; ignored by servers
  /// @param port as `host`
  TlsLayer layer(String host, int port, LayerBuffers buffers);

  /// Loads everything that sessions need and that is not loaded yet. Blocks on files; later calls
  /// cost nothing.
  ///
  /// @throws dev.parley.problem.UnsupportedByRuntimeException if this Java runtime lacks TLS
  void prepare();

  /// Returns warnings for the user.
  ///
  /// @param clock to find out which certificates have expired
  List<Problem> warnings(Clock clock);
}
