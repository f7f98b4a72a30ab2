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
  private final OwnCertificates own;
  private final @Nullable ClientAuthorities clients;
  private final TlsVersion oldest;
  private volatile Loaded loaded;

  /// The context of new handshakes. Session tickets of an older one are not accepted.
  ///
  /// @param trust the trust manager for clients, null if they need no certificate
  private record Loaded(SSLContext tls, @Nullable VerifierTrustManager trust) {}

  private TlsServer(List<TlsFiles> files, @Nullable Path clientAuthorities, TlsVersion oldest)
      throws IOException {
    if (files.isEmpty()) {
      throw new InvalidValueException(CertificateProblem.NO_FILES);
    }
    this.oldest = oldest;
    this.own = new OwnCertificates(files, this::renew);
    this.clients =
        clientAuthorities == null ? null : new ClientAuthorities(clientAuthorities, this::renew);
    this.loaded = load();
  }

  static TlsServer read(List<TlsFiles> files, @Nullable Path clientAuthorities, TlsVersion oldest)
      throws IOException {
    return new TlsServer(files, clientAuthorities, oldest);
  }

  /// Returns a copy that requires a client certificate signed by one of the authorities in this
  /// file. The session's principal is the certificate's whole subject, in the form of RFC 4514; an
  /// empty subject or one longer than 1,024 characters is rejected. Two clients with the same
  /// subject are the same principal, whichever of the authorities signed.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if the content of one is invalid
  public TlsServer withClientAuthorities(Path file) throws IOException {
    return new TlsServer(own.pairs(), Objects.requireNonNull(file, "file"), oldest);
  }

  /// Returns a copy with another oldest version.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if the content of one is invalid
  public TlsServer withOldest(TlsVersion oldest) throws IOException {
    return new TlsServer(
        own.pairs(),
        clients == null ? null : clients.where(),
        Objects.requireNonNull(oldest, "oldest"));
  }

  /// True if clients must have a certificate.
  public boolean authenticatesClients() {
    return clients != null;
  }

  private Loaded load() {
    VerifierTrustManager trust = clients == null ? null : clients.trust();
    return new Loaded(SslContexts.tls(new CertificateSelector(own.identities()), trust), trust);
  }

  private void renew() {
    loaded = load();
  }

  /// Returns what a server follows while it runs: its own certificates, of which the last valid
  /// pair stays in use, and the list of authorities.
  public List<Followed> followed() {
    return clients == null ? List.of(own) : List.of(own, clients);
  }

  /// Returns the hosts that the certificates are for, for people.
  public String names() {
    return String.join(
        "; ",
        own.identities().stream()
            .map(identity -> Certificates.shownNames(identity.certificate()).toString())
            .toList());
  }

  @Override
  public TlsLayer layer(String host, int port, LayerBuffers buffers) {
    Loaded now = loaded;
    SSLEngine engine = now.tls().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = SslContexts.parameters(engine, oldest);
    parameters.setNeedClientAuth(authenticatesClients());
    engine.setSSLParameters(parameters);
    TlsLayer.Door door =
        clients == null || now.trust() == null ? null : new TlsLayer.Door(clients, now.trust());
    RequestedHost requested = own.pairs().size() > 1 ? new RequestedHost() : null;
    return TlsLayer.serving(engine, door, requested, buffers);
  }

  @Override
  public void prepare() {
    // Loaded by the constructor.
  }

  @Override
  public List<Problem> warnings(Clock clock) {
    Instant now = clock.now();
    List<Problem> warnings = new ArrayList<>();
    for (TlsIdentity identity : own.identities()) {
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
