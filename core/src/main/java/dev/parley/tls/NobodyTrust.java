package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
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
        "the client's certificate (of "
            + Certificates.subject(chain[0])
            + ") is not accepted: the file of the authorities that clients may come from is missing"
            + " or empty");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new UntrustedException("servers are not known by their clients' authorities");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NONE;
  }
}
