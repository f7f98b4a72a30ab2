package dev.parley.secure;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// TLS as a server talks it. Its certificates follow the files: a [#reload] is for handshakes that
/// begin after it, and no session notices. Safe for any thread.
public final class TlsServer implements Tls {
  private final List<TlsFiles> files;
  private final @Nullable Path clientAuthorities;
  private final TlsVersion oldest;
  private volatile Loaded loaded;

  /// The state of the files at the last look, and at the last attempt to read them. One thread
  /// looks at a time.
  private volatile String seen;

  private volatile String handled;

  /// What was read last and was good.
  private record Loaded(SSLContext tls, List<TlsIdentity> identities) {}

  private TlsServer(List<TlsFiles> files, @Nullable Path clientAuthorities, TlsVersion oldest)
      throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("TLS needs a certificate and its key");
    }
    this.files = List.copyOf(files);
    this.clientAuthorities = clientAuthorities;
    this.oldest = oldest;
    this.seen = stamp();
    this.handled = seen;
    this.loaded = load();
  }

  static TlsServer read(List<TlsFiles> files, @Nullable Path clientAuthorities, TlsVersion oldest)
      throws IOException {
    return new TlsServer(files, clientAuthorities, oldest);
  }

  /// The same, where clients must have a certificate that one of the authorities in this file has
  /// signed. Its subject is the session's principal, as RFC 2253 writes it.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if one does not hold what it should
  public TlsServer withClientAuthorities(Path file) throws IOException {
    return new TlsServer(files, file, oldest);
  }

  /// The same with another version as the oldest.
  ///
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if one does not hold what it should
  public TlsServer withOldest(TlsVersion oldest) throws IOException {
    return new TlsServer(files, clientAuthorities, oldest);
  }

  /// True if clients must have a certificate.
  public boolean authenticatesClients() {
    return clientAuthorities != null;
  }

  private Loaded load() throws IOException {
    List<TlsIdentity> identities = new ArrayList<>();
    for (TlsFiles pair : files) {
      identities.add(TlsIdentity.read(pair));
    }
    Path authorities = clientAuthorities;
    PeerTrust trust =
        authorities == null ? null : PeerTrust.in(TlsIdentity.authorities(authorities));
    return new Loaded(Jsse.tls(new IdentityChoice(identities), trust), List.copyOf(identities));
  }

  /// Reads the files again, for handshakes from now on. If one of them is not good, all stays as it
  /// was. Blocks on files.
  ///
  /// @return whom the certificates are for, for people
  /// @throws IOException if a file cannot be read; the message is a sentence
  /// @throws IllegalArgumentException if one does not hold what it should; the message is a
  ///   sentence
  public String reload() throws IOException {
    handled = stamp();
    loaded = load();
    return names();
  }

  /// True once after files have changed and then stayed as they are from one call to the next: call
  /// it about once a second. Blocks on files, for a moment.
  public boolean hasChanged() {
    String now = stamp();
    boolean isSettled = now.equals(seen);
    seen = now;
    if (!isSettled || now.equals(handled)) {
      return false;
    }
    handled = now;
    return true;
  }

  /// Size, time and place of each file; changes when one does.
  private String stamp() {
    StringBuilder stamp = new StringBuilder();
    for (TlsFiles pair : files) {
      append(pair.certificate(), stamp);
      append(pair.key(), stamp);
    }
    Path authorities = clientAuthorities;
    if (authorities != null) {
      append(authorities, stamp);
    }
    return stamp.toString();
  }

  private static void append(Path file, StringBuilder stamp) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      stamp.append(seen.size()).append(' ').append(seen.lastModifiedTime());
      stamp.append(' ').append(seen.fileKey()).append('\n');
    } catch (IOException e) {
      stamp.append("none\n");
    }
  }

  /// Whom the certificates are for, for people.
  public String names() {
    return String.join(
        "; ",
        loaded.identities().stream()
            .map(identity -> Certificates.shownNames(identity.certificate()))
            .toList());
  }

  @Override
  public TlsLayer layer(String host, int port, RecordBuffers buffers) {
    SSLEngine engine = loaded.tls().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = Jsse.parameters(engine, oldest);
    parameters.setNeedClientAuth(authenticatesClients());
    engine.setSSLParameters(parameters);
    return new TlsLayer(engine, authenticatesClients(), buffers);
  }

  @Override
  public void prepare() {
    // Read when it was made.
  }

  @Override
  public List<String> warnings(Clock clock) {
    Instant now = clock.now();
    List<String> warnings = new ArrayList<>();
    for (TlsIdentity identity : loaded.identities()) {
      X509Certificate certificate = identity.certificate();
      String of = "the certificate of " + Certificates.shownNames(certificate);
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
