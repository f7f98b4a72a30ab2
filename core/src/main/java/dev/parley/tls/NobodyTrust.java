package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.problem.CertificateProblem;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;

/// A trust manager that accepts nobody, for a server whose list of authorities has become empty.
/// The JDK's own fails on an empty list. Safe for any thread.
final class NobodyTrust extends VerifierTrustManager {
  private static final X509Certificate[] NONE = {};

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new UntrustedException(
        CertificateProblem.NO_CLIENT_AUTHORITIES, Certificates.subject(chain[0]));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new UntrustedException(CertificateProblem.SERVERS_UNKNOWN);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NONE;
  }
}
