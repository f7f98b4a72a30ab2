package dev.parley.tls;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/// The TLS configuration of one side (RFC 8446), for addresses of the form `tls://host:port`. The
/// login of a [dev.parley.secure.Security] runs inside TLS.
///
/// ```java
/// Server.builder().listen("tls://*:9443").tls(Tls.server(List.of(new TlsFiles(cert, key)))) …
/// Client.connect("tls://example.org:9443", ClientOptions.defaults());
/// ```
///
/// The wire format is standard TLS; renegotiation is off. [dev.parley.session.Session#tls] tells
/// what was negotiated. Safe for any thread.
public sealed interface Tls permits TlsServer, TlsClient {

  /// Returns the configuration of a server with these certificates. A client is presented the
  /// certificate for the name that it requests, or the first. Reads the files. [TlsServer] explains
  /// which names Java's TLS rejects, and how a program can make it accept them.
  ///
  /// @throws IOException if a file cannot be read; the message is a sentence for the user
  /// @throws IllegalArgumentException if a file's content is invalid, or if there is no file; the
  ///   message is a sentence for the user
  static TlsServer server(List<TlsFiles> certificates) throws IOException {
    return TlsServer.read(Objects.requireNonNull(certificates, "certificates"));
  }

  /// Returns the configuration of a server that uses a context of the program's: its key managers
  /// have the certificates, its trust managers decide which clients are accepted. Versions and
  /// cipher suites stay those of [TlsServer]; no file is followed.
  ///
  /// @param needsClientCertificate true if clients must authenticate with a certificate; the
  ///   session's principal is its subject, as with [TlsServer#withClientAuthorities]
  static TlsServer server(SSLContext context, boolean needsClientCertificate) {
    return TlsServer.of(Objects.requireNonNull(context, "context"), needsClientCertificate);
  }

  /// Returns the configuration of a server whose certificates come from a key manager of the
  /// program's. Clients need none.
  ///
  /// @throws dev.parley.problem.UnsupportedByRuntimeException if this Java runtime lacks TLS
  static TlsServer server(X509ExtendedKeyManager keys) {
    return server(SslContexts.tls(Objects.requireNonNull(keys, "keys"), null), false);
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
