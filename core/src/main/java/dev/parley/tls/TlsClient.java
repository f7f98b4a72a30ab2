package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The TLS configuration of a client: which servers it accepts, and its own certificate. Immutable
/// except for what it loads once, at first use; safe for any thread.
public final class TlsClient implements Tls {
  static final TlsClient DEFAULT =
      new TlsClient(new Authorities(null), null, TlsVersion.TLS_1_3, List.of());

  /// Which servers a client accepts.
  private sealed interface Trust {}

  /// Servers with a certificate for the requested name, signed by one of these authorities; null
  /// means those that this Java runtime trusts.
  private record Authorities(@Nullable List<X509Certificate> certificates) implements Trust {}

  private record Pinned(Pin pin) implements Trust {}

  private record Anybody() implements Trust {}

  /// Servers that this context accepts. It has our own certificate, too.
  private record OfContext(SSLContext context) implements Trust {}

  private final Trust trust;
  private final @Nullable TlsIdentity identity;
  private final TlsVersion oldest;
  private final List<String> protocols;
  private final AtomicReference<@Nullable SSLContext> made = new AtomicReference<>();

  private TlsClient(
      Trust trust, @Nullable TlsIdentity identity, TlsVersion oldest, List<String> protocols) {
    this.trust = trust;
    this.identity = identity;
    this.oldest = oldest;
    this.protocols = protocols;
  }

  /// Returns a copy that accepts servers whose certificate is for the requested name and is signed
  /// by one of the authorities in this file, or is itself in the file.
  ///
  /// @throws IOException if the file cannot be read; the message is a sentence
  /// @throws IllegalArgumentException if it holds none; the message is a sentence
  public TlsClient withAuthorities(Path file) throws IOException {
    return new TlsClient(
        new Authorities(TlsIdentity.authorities(Objects.requireNonNull(file, "file"))),
        identity,
        oldest,
        protocols);
  }

  /// Returns a copy that accepts the server whose key has this pin; the names, dates and signatures
  /// of its certificate are not checked.
  public TlsClient withPin(Pin pin) {
    return new TlsClient(
        new Pinned(Objects.requireNonNull(pin, "pin")), identity, oldest, protocols);
  }

  /// Returns a copy that accepts any server: a man in the middle can read and change everything,
  /// unless a login inside TLS is bound to the channel. For tests.
  public TlsClient withoutVerification() {
    return new TlsClient(new Anybody(), identity, oldest, protocols);
  }

  /// Returns a copy with a client certificate, for servers that require one.
  ///
  /// @throws IOException if a file cannot be read; the message is a sentence
  /// @throws IllegalArgumentException if the content of one is invalid; the message is a sentence
  public TlsClient withCertificate(TlsFiles files) throws IOException {
    return new TlsClient(
        trust, TlsIdentity.read(Objects.requireNonNull(files, "files")), oldest, protocols);
  }

  /// Returns a copy with another oldest version.
  public TlsClient withOldest(TlsVersion oldest) {
    return new TlsClient(trust, identity, Objects.requireNonNull(oldest, "oldest"), protocols);
  }

  /// Returns a copy that uses a context of the program's: its trust managers decide which servers
  /// are accepted, its key managers which certificate they are shown. The server's certificate must
  /// also be for the requested name (RFC 9525). Versions and cipher suites stay those of this
  /// class.
  public TlsClient withContext(SSLContext context) {
    return new TlsClient(
        new OfContext(Objects.requireNonNull(context, "context")), null, oldest, protocols);
  }

  /// Returns a copy that negotiates one of these application protocols (ALPN, RFC 7301);
  /// [dev.parley.layer.TlsDetails#applicationProtocol] tells which. A server that knows none of
  /// them may refuse the handshake, or go on without.
  ///
  /// @param names in ASCII, best first; none for no negotiation
  /// @throws IllegalArgumentException if a name is empty, longer than 255 bytes or not ASCII
  public TlsClient withApplicationProtocols(List<String> names) {
    return new TlsClient(trust, identity, oldest, SslContexts.protocols(names));
  }

  /// True if servers are authenticated.
  public boolean verifies() {
    return !(trust instanceof Anybody);
  }

  @Override
  public void prepare() {
    SSLContext _ = tls();
  }

  private SSLContext tls() {
    SSLContext known = made.get();
    if (known != null) {
      return known;
    }
    SSLContext tls =
        switch (trust) {
          case Authorities(var certificates) -> context(CertificateVerifier.in(certificates));
          case Pinned(Pin pin) -> context(new CertificateVerifier.ByKey(pin));
          case Anybody _ -> context(new CertificateVerifier.ByKey(null));
          case OfContext(SSLContext context) -> context;
        };
    SSLContext other = made.compareAndExchange(null, tls);
    return other == null ? tls : other;
  }

  private SSLContext context(X509ExtendedTrustManager believes) {
    TlsIdentity own = identity;
    return SslContexts.tls(own == null ? null : new CertificateSelector(List.of(own)), believes);
  }

  @Override
  public TlsLayer layer(String host, int port, LayerBuffers buffers) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    SSLEngine engine = tls().createSSLEngine(name, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = SslContexts.parameters(engine, oldest, protocols);
    boolean isOrdinary = true;
    if (!Certificates.isAddress(name)) {
      SNIHostName asked = ordinary(name);
      isOrdinary = asked != null;
      parameters.setServerNames(asked == null ? List.of() : List.of(asked));
    }
    if (checksNames() && isOrdinary) {
      parameters.setEndpointIdentificationAlgorithm(CertificateVerifier.NAMES_BY_JDK); // RFC 9525
    }
    engine.setSSLParameters(parameters);
    return new TlsLayer(engine, verifies(), buffers);
  }

  private boolean checksNames() {
    return trust instanceof Authorities || trust instanceof OfContext;
  }

  /// Returns the name for the SNI extension; null if it is not a valid Internet host name (RFC 1123
  /// §2.1), like `my_host`, which is common in container networks. The JDK cannot match a
  /// certificate to such a name, which [CertificateVerifier] does instead, and its server rejects a
  /// client that requests one, so it is not requested.
  private static @Nullable SNIHostName ordinary(String name) {
    try {
      return new SNIHostName(name.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public List<Problem> warnings(Clock clock) {
    return verifies() ? List.of() : List.of(Problem.of(TlsProblem.UNVERIFIED));
  }

  /// Returns `tls` or `tls without verification`.
  @Override
  public String toString() {
    return verifies() ? "tls" : "tls without verification";
  }
}
