package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.internal.x509.Pem;
import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import dev.parley.reload.FileNews;
import dev.parley.reload.Followed;
import dev.parley.reload.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;

/// The authorities that must have signed clients' certificates, from a file, and the chains of the
/// clients that were admitted. Checking a chain again takes some tenths of a millisecond, so it is
/// done on the thread that reads the file and not on the sessions' event loops. Safe for any
/// thread.
final class ClientAuthorities implements Followed {
  private final Path file;
  private final Runnable onChange;
  private final ReentrantLock lock = new ReentrantLock();

  /// Weak, so that the chains of ended sessions are collected. Guarded by the lock.
  private final Set<ClientChain> admitted = Collections.newSetFromMap(new WeakHashMap<>());

  private volatile List<X509Certificate> authorities;
  private volatile VerifierTrustManager trust;

  /// Confined to the thread that calls [#take].
  private Map<Path, Problem> fault = Map.of();

  /// The chain with which the client of an open session has authenticated.
  static final class ClientChain {
    private final X509Certificate[] chain;
    private volatile boolean isRevoked;

    private ClientChain(X509Certificate[] chain) {
      this.chain = chain;
    }

    /// True once the client would no longer be admitted.
    boolean isRevoked() {
      return isRevoked;
    }

    @SuppressWarnings("NullAway") // the JDK accepts a null engine when no handshake is running
    private void check(VerifierTrustManager trust) {
      try {
        trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm(), (SSLEngine) null);
      } catch (CertificateException e) {
        isRevoked = true;
      }
    }
  }

  /// Reads the file.
  ///
  /// @param onChange runs after the list has changed, on the thread that has read it
  /// @throws IOException if the file cannot be read
  /// @throws IllegalArgumentException if its content is invalid
  ClientAuthorities(Path file, Runnable onChange) throws IOException {
    this.file = file;
    this.onChange = onChange;
    this.authorities = TlsIdentity.authorities(file);
    this.trust = trust(authorities);
  }

  private static VerifierTrustManager trust(List<X509Certificate> authorities) {
    return authorities.isEmpty() ? new NobodyTrust() : CertificateVerifier.in(authorities);
  }

  /// Returns the current trust manager for clients.
  VerifierTrustManager trust() {
    return trust;
  }

  /// Remembers a client that was admitted.
  ///
  /// @param by the trust manager that admitted it, possibly an older one
  ClientChain admit(X509Certificate[] chain, VerifierTrustManager by) {
    ClientChain client = new ClientChain(chain);
    lock.lock();
    try {
      admitted.add(client);
    } finally {
      lock.unlock();
    }
    VerifierTrustManager now = trust;
    if (now != by) {
      client.check(now);
    }
    return client;
  }

  @Override
  public FileKind kind() {
    return FileKind.CLIENT_AUTHORITIES;
  }

  @Override
  public Path where() {
    return file;
  }

  @Override
  public int maxBytes() {
    return Pem.MAX_FILE_BYTES;
  }

  @Override
  public boolean isSecret(Path file) {
    return false;
  }

  @Override
  public Taken take(Map<Path, FileNews> news) {
    List<X509Certificate> before = authorities;
    FileNews found = news.get(file);
    if (found != null) {
      take(found);
    }
    List<X509Certificate> after = authorities;
    return new Taken(
        CertificateLabels.without(after, before, CertificateLabels::ofAuthority),
        CertificateLabels.without(before, after, CertificateLabels::ofAuthority),
        after.size(),
        fault);
  }

  private void take(FileNews news) {
    try {
      switch (news) {
        case FileNews.Content(byte[] bytes) -> replace(Certificates.of(Pem.parse(bytes)));
        case FileNews.Empty _, FileNews.Missing _ -> replace(List.of());
        case FileNews.Unreadable(Problem why) -> fault = Map.of(file, why);
      }
    } catch (InvalidValueException e) {
      fault = Map.of(file, Problem.of(CertificateProblem.IT, e.problem()));
    }
  }

  private void replace(List<X509Certificate> now) {
    fault = Map.of();
    if (now.equals(authorities)) {
      return;
    }
    VerifierTrustManager fresh = trust(now);
    authorities = List.copyOf(now);
    trust = fresh;
    onChange.run();
    List<ClientChain> all;
    lock.lock();
    try {
      all = List.copyOf(admitted);
    } finally {
      lock.unlock();
    }
    all.forEach(client -> client.check(fresh));
  }
}
