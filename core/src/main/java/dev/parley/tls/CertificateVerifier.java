package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.problem.CertificateProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.text.Printable;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A trust manager that accepts certificate chains signed by trusted authorities. The JDK validates
/// the chain, except for host names that it does not support; [DistrustedChain] finds out why a
/// chain is rejected. Safe for any thread.
final class CertificateVerifier extends VerifierTrustManager {
  private static final X509Certificate[] NONE = {};

  /// The endpoint identification algorithm that makes the JDK check that a server's certificate is
  /// for its name.
  static final String NAMES_BY_JDK = "HTTPS";

  private final X509ExtendedTrustManager chains;
  private final DistrustedChain distrust;

  private CertificateVerifier(X509ExtendedTrustManager chains) {
    this.chains = chains;
    this.distrust = new DistrustedChain(List.of(chains.getAcceptedIssuers()));
  }

  /// Returns a verifier for chains signed by one of these authorities; null means those that this
  /// Java runtime trusts. Blocks, since it reads files of the runtime.
  ///
  /// @throws UnsupportedByRuntimeException if this Java runtime cannot verify certificates
  static CertificateVerifier in(@Nullable List<X509Certificate> authorities) {
    try {
      KeyStore store = null;
      if (authorities != null) {
        store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
          store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager chains) {
          return new CertificateVerifier(chains);
        }
      }
      throw new UnsupportedByRuntimeException(Problem.of(TlsProblem.CANNOT_CHECK), null);
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new UnsupportedByRuntimeException(
          Problem.of(TlsProblem.CANNOT_CHECK_FOR, Printable.line(e.toString())), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    String host = String.valueOf(engine.getPeerHost());
    try {
      chains.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw distrust.of(chain, DistrustedChain.SERVER, host, e);
    }
    DistrustedChain.checkDates(chain[0], DistrustedChain.SERVER);
    distrust.checkStrength(chain, DistrustedChain.SERVER);
    // The JDK checks addresses properly. For names it accepts more than RFC 9525 allows: a common
    // name if there is no other, and a wildcard in any label.
    boolean isChecked =
        Certificates.isAddress(host)
            && NAMES_BY_JDK.equals(engine.getSSLParameters().getEndpointIdentificationAlgorithm());
    if (!isChecked && !Certificates.isFor(chain[0], host)) {
      throw DistrustedChain.wrongName(chain[0], host);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      chains.checkClientTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw distrust.of(chain, DistrustedChain.CLIENT, "", e);
    }
    DistrustedChain.checkDates(chain[0], DistrustedChain.CLIENT);
    distrust.checkStrength(chain, DistrustedChain.CLIENT);
    String _ = Subject.of(chain[0]); // throws if there is no identity
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }

  /// A trust manager that needs no authority: it accepts one key, or any.
  static final class ByKey extends VerifierTrustManager {
    private final @Nullable Pin pin;

    /// @param pin the only key that is accepted; null accepts every key
    ByKey(@Nullable Pin pin) {
      this.pin = pin;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      Pin wanted = pin;
      if (wanted == null) {
        return;
      }
      Pin seen = Pin.of(chain[0]);
      if (!wanted.equals(seen)) {
        throw new UntrustedException(CertificateProblem.OTHER_PIN, seen, wanted);
      }
      DistrustedChain.checkPinned(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return NONE;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new UntrustedException(CertificateProblem.CLIENTS_UNKNOWN);
    }
  }
}
