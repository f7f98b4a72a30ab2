package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.reload.Followed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// TLS as a server talks it. What it has from files is [#followed]: a change is for handshakes that
/// begin after it, and of the sessions only those end whose clients would not be let in again. Safe
/// for any thread.
///
/// JSSE refuses clients that ask for a name (SNI) with an underscore, as in `my_host`, or with a
/// dot at its end, unless the program sets the system property `jdk.tls.server.disableExtensions`
/// to `server_name` before anything in it uses TLS. That is for all servers of the process; ours
/// choose among their certificates by the name either way.
public final class TlsServer implements Tls {
  private final OwnCertificates own;
  private final @Nullable ClientAuthorities clients;
  private final TlsVersion oldest;
  private volatile Loaded loaded;

  /// What handshakes use now. Tickets of an older one open nothing here.
  ///
  /// @param trust what clients must have, null if nothing is asked of them
  private record Loaded(SSLContext tls, @Nullable VerifierTrustManager trust) {}

  private TlsServer(List<TlsFiles> files, @Nullable Path clientAuthorities, TlsVersion oldest)
      throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("TLS needs a certificate and its key");
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

  /// The same, where clients must have a certificate that one of the authorities in this file has
  /// signed. Its subject is the session's principal, as RFC 4514 writes it, whole: one that is
  /// empty or longer than 1,024 characters is refused. Two clients with the same subject are the
  /// same one, whichever of the authorities has signed.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if one does not hold what it should
  public TlsServer withClientAuthorities(Path file) throws IOException {
    return new TlsServer(own.pairs(), file, oldest);
  }

  /// The same with another version as the oldest.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if one does not hold what it should
  public TlsServer withOldest(TlsVersion oldest) throws IOException {
    return new TlsServer(own.pairs(), clients == null ? null : clients.where(), oldest);
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

  /// What a server follows while it runs: its own certificates, of which always the last good pair
  /// counts, and the list of authorities.
  public List<Followed> followed() {
    return clients == null ? List.of(own) : List.of(own, clients);
  }

  /// Whom the certificates are for, for people.
  public String names() {
    return String.join(
        "; ",
        own.identities().stream()
            .map(identity -> Certificates.shownNames(identity.certificate()))
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
    // Read when it was made.
  }

  @Override
  public List<String> warnings(Clock clock) {
    Instant now = clock.now();
    List<String> warnings = new ArrayList<>();
    for (TlsIdentity identity : own.identities()) {
      X509Certificate certificate = identity.certificate();
      String of = "the certificate of " + Certificates.shownNames(certificate);
      if (Certificates.names(certificate).isEmpty()) {
        warnings.add(
            of + " has no subject alternative name; clients that call it by a name will refuse it");
      }
      Instant end = certificate.getNotAfter().toInstant();
      if (now.isAfter(end)) {
        warnings.add(of + " has expired, at " + end + "; clients will refuse it");
      } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
        warnings.add(
            of
                + " is not valid before "
                + certificate.getNotBefore().toInstant()
                + "; clients will refuse it until then");
      }
    }
    return List.copyOf(warnings);
  }

  /// `tls`, and `tls with client certificates`.
  @Override
  public String toString() {
    return authenticatesClients() ? "tls with client certificates" : "tls";
  }
}
