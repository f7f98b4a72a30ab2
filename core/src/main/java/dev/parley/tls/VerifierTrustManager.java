package dev.parley.tls;

import dev.parley.problem.CertificateProblem;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A trust manager for engines only. The methods for sockets throw, since none are used here.
abstract sealed class VerifierTrustManager extends X509ExtendedTrustManager
    permits CertificateVerifier, CertificateVerifier.ByKey, NobodyTrust {
  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public final void checkClientTrusted(
      X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public final void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  private static UntrustedException withoutEngine() {
    return new UntrustedException(CertificateProblem.WITHOUT_ENGINE);
  }
}
