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

/// Which of its own certificates a side shows. A server goes by the name that the client asks for
/// ([RequestedHost]) and shows the first certificate to a client that asks for no name or for one
/// that none has. A client shows its only one. Safe for any thread.
final class CertificateSelector extends X509ExtendedKeyManager {
  /// The name for which the engine whose tasks this thread runs is asked: an engine tells its key
  /// manager only such names as JSSE takes.
  private static final ScopedValue<String> ASKED = ScopedValue.newInstance();

  private final List<TlsIdentity> identities;

  CertificateSelector(List<TlsIdentity> identities) {
    this.identities = List.copyOf(identities);
  }

  /// Runs the tasks of a server's engine whose client asks for this host.
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
      // Those of the name, whatever their keys; of all others the first alone, or a client would be
      // shown whichever has the kind of key that it prefers.
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

  // For sockets and for callers that list what there is: an engine asks none of these.

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
