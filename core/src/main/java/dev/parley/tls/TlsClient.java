package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS as a client talks it: whom it believes, and who it is. Immutable but for what it reads once,
/// at first use; safe for any thread.
public final class TlsClient implements Tls {
  static final TlsClient DEFAULT = new TlsClient(new Authorities(null), null, TlsVersion.TLS_1_3);

  /// Whom a client believes.
  private sealed interface Trust {}

  /// Certificates for the name that is called, signed by one of these, or by one that this Java
  /// runtime trusts.
  private record Authorities(@Nullable List<X509Certificate> certificates) implements Trust {}

  private record Pinned(Pin pin) implements Trust {}

  private record Anybody() implements Trust {}

  private final Trust trust;
  private final @Nullable TlsIdentity identity;
  private final TlsVersion oldest;
  private final AtomicReference<@Nullable SSLContext> made = new AtomicReference<>();

  private TlsClient(Trust trust, @Nullable TlsIdentity identity, TlsVersion oldest) {
    this.trust = trust;
    this.identity = identity;
    this.oldest = oldest;
  }

  /// The same, where the server's certificate must be signed by one of the authorities in this
  /// file, or be in it, and be for the name that is called.
  ///
  /// @throws IOException if the file cannot be read; the message is a sentence
  /// @throws IllegalArgumentException if it holds none; the message is a sentence
  public TlsClient withAuthorities(Path file) throws IOException {
    return new TlsClient(new Authorities(TlsIdentity.authorities(file)), identity, oldest);
  }

  /// The same, where the server must have the key with this pin; its certificate's names, dates and
  /// signatures do not matter then.
  public TlsClient withPin(Pin pin) {
    return new TlsClient(new Pinned(pin), identity, oldest);
  }

  /// The same, where any server will do: whoever sits in between can read and change everything,
  /// unless a login inside is bound to the channel. For tests.
  public TlsClient withoutVerification() {
    return new TlsClient(new Anybody(), identity, oldest);
  }

  /// The same with a certificate of its own, for servers that ask for one.
  ///
  /// @throws IOException if a file cannot be read; the message is a sentence
  /// @throws IllegalArgumentException if one does not hold what it should; the message is a
  ///   sentence
  public TlsClient withCertificate(TlsFiles files) throws IOException {
    return new TlsClient(trust, TlsIdentity.read(files), oldest);
  }

  /// The same with another version as the oldest.
  public TlsClient withOldest(TlsVersion oldest) {
    return new TlsClient(trust, identity, oldest);
  }

  /// True if servers are made sure of.
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
    X509ExtendedTrustManager believes =
        switch (trust) {
          case Authorities(var certificates) -> CertificateVerifier.in(certificates);
          case Pinned(Pin pin) -> new CertificateVerifier.ByKey(pin);
          case Anybody _ -> new CertificateVerifier.ByKey(null);
        };
    TlsIdentity own = identity;
    SSLContext tls =
        SslContexts.tls(own == null ? null : new CertificateSelector(List.of(own)), believes);
    SSLContext other = made.compareAndExchange(null, tls);
    return other == null ? tls : other;
  }

  @Override
  public TlsLayer layer(String host, int port, LayerBuffers buffers) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    SSLEngine engine = tls().createSSLEngine(name, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = SslContexts.parameters(engine, oldest);
    boolean isOrdinary = true;
    if (!Certificates.isAddress(name)) {
      SNIHostName asked = ordinary(name);
      isOrdinary = asked != null;
      parameters.setServerNames(asked == null ? List.of() : List.of(asked));
    }
    if (trust instanceof Authorities && isOrdinary) {
      parameters.setEndpointIdentificationAlgorithm(CertificateVerifier.NAMES_BY_JDK); // RFC 9525
    }
    engine.setSSLParameters(parameters);
    return new TlsLayer(engine, verifies(), buffers);
  }

  /// The name as it is asked for; null for one that no host of the Internet has (RFC 1123 §2.1) and
  /// many in a network of containers have, as `my_host`. The JDK neither says that a certificate is
  /// for such a name, which [CertificateVerifier] does instead, nor lets a server take a client
  /// that asks for it, so it is not asked for.
  private static @Nullable SNIHostName ordinary(String name) {
    try {
      return new SNIHostName(name.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public List<String> warnings(Clock clock) {
    return verifies()
        ? List.of()
        : List.of(
            "the server is not verified: whoever sits in between can read and change everything;"
                + " give its CA or its pin instead");
  }

  /// `tls`, and what it does not do.
  @Override
  public String toString() {
    return verifies() ? "tls" : "tls without verification";
  }
}
