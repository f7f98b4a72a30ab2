package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// A key manager that selects which of our certificates to present. A server selects by the
/// client's requested name ([RequestedHost]); if there is none, or no certificate is for it, by
/// taking the first certificate. A client presents its only one. Safe for any thread.
final class CertificateSelector extends X509ExtendedKeyManager {
  /// The host name requested by the client of the engine whose tasks run on this thread. An engine
  /// passes its key manager only names that JSSE accepts.
  private static final ScopedValue<String> ASKED = ScopedValue.newInstance();

  private final List<TlsIdentity> identities;

  CertificateSelector(List<TlsIdentity> identities) {
    this.identities = List.copyOf(identities);
  }

  /// Runs the tasks of a server's engine whose client requested this host.
  static void asked(String host, Runnable tasks) {
    ScopedValue.where(ASKED, host).run(tasks);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    String host = ASKED.isBound() ? ASKED.get() : null;
    boolean isKnown =
        host != null
            && identities.stream().anyMatch(one -> Certificates.isFor(one.certificate(), host));
    for (int i = 0; i < identities.size(); i++) {
      X509Certificate certificate = identities.get(i).certificate();
      // With a known name, all its certificates, of any key type. Otherwise only the first: else
      // the client's preferred key type would decide which host it is shown.
      boolean isCandidate =
          (isKnown && host != null) ? Certificates.isFor(certificate, host) : i == 0;
      if (isCandidate && certificate.getPublicKey().getAlgorithm().equals(keyType)) {
        return Integer.toString(i);
      }
    }
    return null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    for (int i = 0; i < identities.size(); i++) {
      String algorithm = identities.get(i).certificate().getPublicKey().getAlgorithm();
      for (String type : keyTypes) {
        if (type.equals(algorithm)) {
          return Integer.toString(i);
        }
      }
    }
    return null;
  }

  private @Nullable TlsIdentity of(String alias) {
    int number = alias.length() < 9 ? Integer.parseInt(alias) : identities.size();
    return number < identities.size() ? identities.get(number) : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    TlsIdentity identity = of(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    TlsIdentity identity = of(alias);
    return identity == null ? null : identity.key();
  }

  // Only for sockets and for code that lists aliases; an engine calls none of these.

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
