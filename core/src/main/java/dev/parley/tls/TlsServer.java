package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.reload.Followed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// The TLS configuration of a server. Its files are [#followed]: a change applies to handshakes
/// that begin after it, and ends only the sessions whose clients would no longer be admitted. Safe
/// for any thread.
///
/// JSSE rejects clients that request a name (SNI) with an underscore, as in `my_host`, or with a
/// trailing dot, unless the program sets the system property `jdk.tls.server.disableExtensions` to
/// `server_name` before anything in it uses TLS. That affects all servers of the process; ours
/// select their certificates by the name either way.
public final class TlsServer implements Tls {
  private final Source source;
  private final TlsVersion oldest;
  private final List<String> protocols;

  /// Where certificates come from.
  private sealed interface Source {
    /// Returns the context of new handshakes, and what checks their clients.
    Loaded loaded();

    /// Returns true if clients must have a certificate.
    boolean needsClients();
  }

  /// Files, which are followed. A change applies to new handshakes; session tickets of before are
  /// not accepted.
  private static final class Files implements Source {
    final OwnCertificates own;
    final @Nullable ClientAuthorities clients;
    private volatile Loaded loaded;

    Files(List<TlsFiles> files, @Nullable Path clientAuthorities) throws IOException {
      if (files.isEmpty()) {
        throw new InvalidValueException(CertificateProblem.NO_FILES);
      }
      this.own = new OwnCertificates(files, this::renew);
      this.clients =
          clientAuthorities == null ? null : new ClientAuthorities(clientAuthorities, this::renew);
      this.loaded = load();
    }

    private Loaded load() {
      VerifierTrustManager trust = clients == null ? null : clients.trust();
      TlsLayer.Door door =
          clients == null || trust == null ? null : new TlsLayer.Door(clients, trust);
      return new Loaded(SslContexts.tls(new CertificateSelector(own.identities()), trust), door);
    }

    private void renew() {
      loaded = load();
    }

    @Override
    public Loaded loaded() {
      return loaded;
    }

    @Override
    public boolean needsClients() {
      return clients != null;
    }
  }

  /// A context of the program's.
  private record Context(Loaded loaded, boolean needsClients) implements Source {}

  /// @param door what checks clients; null if they need no certificate, or the context checks them
  private record Loaded(SSLContext tls, TlsLayer.@Nullable Door door) {}

  private TlsServer(Source source, TlsVersion oldest, List<String> protocols) {
    this.source = source;
    this.oldest = oldest;
    this.protocols = protocols;
  }

  static TlsServer read(List<TlsFiles> files) throws IOException {
    return new TlsServer(new Files(files, null), TlsVersion.TLS_1_3, List.of());
  }

  static TlsServer of(SSLContext context, boolean needsClients) {
    return new TlsServer(
        new Context(new Loaded(context, null), needsClients), TlsVersion.TLS_1_3, List.of());
  }

  /// Returns a copy that requires a client certificate signed by one of the authorities in this
  /// file. The session's principal is the certificate's whole subject, in the form of RFC 4514; an
  /// empty subject or one longer than 1,024 characters is rejected. Two clients with the same
  /// subject are the same principal, whichever of the authorities signed.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if the content of one is invalid
  /// @throws UnsupportedOperationException if the certificates come from a context, which decides
  ///   about clients itself
  public TlsServer withClientAuthorities(Path file) throws IOException {
    if (!(source instanceof Files files)) {
      throw new UnsupportedOperationException("the SSLContext decides about clients");
    }
    return new TlsServer(
        new Files(files.own.pairs(), Objects.requireNonNull(file, "file")), oldest, protocols);
  }

  /// Returns a copy with another oldest version.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if the content of one is invalid
  public TlsServer withOldest(TlsVersion oldest) throws IOException {
    return new TlsServer(copy(source), Objects.requireNonNull(oldest, "oldest"), protocols);
  }

  /// Returns a copy that negotiates one of these application protocols (ALPN, RFC 7301);
  /// [dev.parley.layer.TlsDetails#applicationProtocol] tells which. A client that offers others
  /// only is refused; one that offers none is not.
  ///
  /// @param names in ASCII, best first; none for no negotiation
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if a name is empty, longer than 255 bytes or not ASCII, or if
  ///   the content of a file is invalid
  public TlsServer withApplicationProtocols(List<String> names) throws IOException {
    return new TlsServer(copy(source), oldest, SslContexts.protocols(names));
  }

  /// Returns a source of its own for a copy: each copy follows its files.
  private static Source copy(Source source) throws IOException {
    if (source instanceof Files files) {
      ClientAuthorities clients = files.clients;
      return new Files(files.own.pairs(), clients == null ? null : clients.where());
    }
    return source;
  }

  /// True if clients must have a certificate.
  public boolean authenticatesClients() {
    return source.needsClients();
  }

  /// Returns what a server follows while it runs: its own certificates, of which the last valid
  /// pair stays in use, and the list of authorities.
  public List<Followed> followed() {
    if (!(source instanceof Files files)) {
      return List.of();
    }
    ClientAuthorities clients = files.clients;
    return clients == null ? List.of(files.own) : List.of(files.own, clients);
  }

  private List<TlsIdentity> identities() {
    return source instanceof Files files ? files.own.identities() : List.of();
  }

  /// Returns the hosts that the certificates are for, for people; empty if they come from a context
  /// or a key manager.
  public String names() {
    return String.join(
        "; ",
        identities().stream()
            .map(identity -> Certificates.shownNames(identity.certificate()).toString())
            .toList());
  }

  @Override
  public TlsLayer layer(String host, int port, LayerBuffers buffers) {
    Loaded now = source.loaded();
    SSLEngine engine = now.tls().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = SslContexts.parameters(engine, oldest, protocols);
    parameters.setNeedClientAuth(authenticatesClients());
    engine.setSSLParameters(parameters);
    RequestedHost requested = identities().size() > 1 ? new RequestedHost() : null;
    return TlsLayer.serving(engine, authenticatesClients(), now.door(), requested, buffers);
  }

  @Override
  public void prepare() {
    // Loaded by the constructor.
  }

  @Override
  public List<Problem> warnings(Clock clock) {
    Instant now = clock.now();
    List<Problem> warnings = new ArrayList<>();
    for (TlsIdentity identity : identities()) {
      X509Certificate certificate = identity.certificate();
      Problem names = Certificates.shownNames(certificate);
      if (Certificates.names(certificate).isEmpty()) {
        warnings.add(Problem.of(CertificateProblem.OWN_WITHOUT_NAME, names));
      }
      Instant end = certificate.getNotAfter().toInstant();
      if (now.isAfter(end)) {
        warnings.add(Problem.of(CertificateProblem.OWN_EXPIRED, names, end));
      } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
        warnings.add(
            Problem.of(
                CertificateProblem.OWN_NOT_YET_VALID,
                names,
                certificate.getNotBefore().toInstant()));
      }
    }
    return List.copyOf(warnings);
  }

  /// Returns `tls` or `tls with client certificates`.
  @Override
  public String toString() {
    return authenticatesClients() ? "tls with client certificates" : "tls";
  }
}
