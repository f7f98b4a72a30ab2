package dev.parley.secure;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates are accepted, and a sentence for each that is not. What makes a chain good is
/// the JDK's to say; this asks it, and finds out what to tell. Safe for any thread.
final class PeerTrust extends EngineTrust {
  private static final X509Certificate[] NONE = {};

  private final X509ExtendedTrustManager chains;

  private PeerTrust(X509ExtendedTrustManager chains) {
    this.chains = chains;
  }

  /// Those that one of these authorities has signed; null for the ones that this Java runtime
  /// trusts. Reads files of the runtime, so it blocks.
  ///
  /// @throws IllegalStateException if this Java runtime cannot do it
  static PeerTrust in(@Nullable List<X509Certificate> authorities) {
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
          return new PeerTrust(chains);
        }
      }
      throw new IllegalStateException("this Java runtime cannot look at certificates");
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException("this Java runtime cannot look at certificates: " + e, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      chains.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      checkDates(chain, "server");
      X509Certificate server = chain[0];
      if (isChainGood(chain, authType)) {
        throw new UntrustedException(
            "the server's certificate is for "
                + Certificates.shownNames(server)
                + ", not for "
                + engine.getPeerHost()
                + "; call it by one of its names, or give its pin");
      }
      throw new UntrustedException(
          "the server's certificate (of "
              + Certificates.subject(server)
              + ", signed by "
              + signer(server)
              + ") is not signed by anybody who is trusted here; if it is the right server, give"
              + " the CA that signed it or its pin, which is "
              + Pin.of(server));
    }
  }

  private boolean isChainGood(X509Certificate[] chain, String authType) {
    try {
      chains.checkServerTrusted(chain, authType);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      chains.checkClientTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      checkDates(chain, "client");
      throw new UntrustedException(
          "the client's certificate (of "
              + Certificates.subject(chain[0])
              + ", signed by "
              + signer(chain[0])
              + ") is not signed by an authority that clients may come from here");
    }
  }

  private static String signer(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
        ? "itself"
        : Certificates.issuer(certificate);
  }

  /// Says so if a date is what is wrong.
  private static void checkDates(X509Certificate[] chain, String whose) throws UntrustedException {
    for (int i = 0; i < chain.length; i++) {
      String what =
          i == 0
              ? "the " + whose + "'s certificate"
              : "a certificate that the "
                  + whose
                  + "'s rests on, of "
                  + Certificates.subject(chain[i])
                  + ",";
      try {
        chain[i].checkValidity();
      } catch (CertificateExpiredException e) {
        throw new UntrustedException(
            what
                + " has expired: it was good until "
                + chain[i].getNotAfter().toInstant()
                + ", if this machine's clock is right");
      } catch (CertificateNotYetValidException e) {
        throw new UntrustedException(
            what
                + " is not valid yet: it will be from "
                + chain[i].getNotBefore().toInstant()
                + " on, if this machine's clock is right");
      }
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }

  /// Trust that needs no authority: one key, or any at all.
  static final class ByKey extends EngineTrust {
    private final @Nullable Pin pin;

    /// @param pin of the only key that is accepted; null accepts every key
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
        throw new UntrustedException(
            "the server has another key than the pinned one: its pin is "
                + seen
                + ", wanted was "
                + wanted
                + "; either its key was changed, which whoever runs it will know, or it is not the"
                + " server");
      }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return NONE;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new UntrustedException("clients are not known by their keys");
    }
  }
}
