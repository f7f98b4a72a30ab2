package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.internal.x509.PublicKeys;
import dev.parley.text.Printable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// Explains why a chain of certificates (RFC 5280 §6) was rejected. The JDK rejects it and gives
/// the same reason for most causes; this finds the actual one, checking first what a user would
/// want to know first. Immutable, safe for any thread.
///
/// @param authorities the trusted ones
record DistrustedChain(List<X509Certificate> authorities) {
  /// A side that presents certificates.
  ///
  /// @param name for people
  /// @param purpose the extended key usage that its certificate needs (RFC 5280 §4.2.1.12)
  record Side(String name, String purpose) {}

  static final Side SERVER = new Side("server", "1.3.6.1.5.5.7.3.1");
  static final Side CLIENT = new Side("client", "1.3.6.1.5.5.7.3.2");

  /// Matches the JDK's algorithm names: `SHA1withRSA`.
  private static final Pattern WEAK_SIGNATURE = Pattern.compile("(MD2|MD5|SHA-?1)(with|$)");

  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int MAX_SHOWN = 200;

  /// Returns the reason as an exception to throw.
  ///
  /// @param chain as the peer presented it, its own certificate first
  /// @param host the name that we connected to; unused for a client's chain
  UntrustedException of(
      X509Certificate[] chain, Side side, String host, CertificateException refusal) {
    return new UntrustedException(sentence(chain, side, host, refusal));
  }

  private String sentence(
      X509Certificate[] chain, Side side, String host, CertificateException refusal) {
    X509Certificate own = chain[0];
    String which = "the " + side.name() + "'s certificate";
    String date = date(chain, which);
    if (date != null) {
      return date;
    }
    List<X509Certificate> path = path(chain);
    X509Certificate last = path.getLast();
    if (!authorities.contains(last) && signers(last).isEmpty()) {
      return unknownAuthority(own, side);
    }
    String weak = weak(path, which);
    if (weak != null) {
      return weak;
    }
    String broken = authorities.contains(own) ? null : broken(path, which);
    if (broken != null) {
      return broken;
    }
    String use = use(own, side, which);
    if (use != null) {
      return use;
    }
    if (side.equals(SERVER) && !Certificates.isFor(own, host)) {
      return nameSentence(own, host);
    }
    return which
        + " (of "
        + Certificates.subject(own)
        + ") is not accepted by this Java runtime: "
        + shown(refusal);
  }

  /// Throws if an otherwise accepted certificate is not valid at this time: the JDK does not check
  /// the dates of one that is itself among the authorities.
  static void checkDates(X509Certificate own, Side side) throws UntrustedException {
    String date = date(new X509Certificate[] {own}, "the " + side.name() + "'s certificate");
    if (date != null) {
      throw new UntrustedException(date);
    }
  }

  /// Throws if an otherwise accepted chain has a key or a signature that could be forged.
  void checkStrength(X509Certificate[] chain, Side side) throws UntrustedException {
    String weak = weak(path(chain), "the " + side.name() + "'s certificate");
    if (weak != null) {
      throw new UntrustedException(weak);
    }
  }

  /// Like [#checkStrength], for a key that is accepted regardless of its certificate.
  static void checkPinned(X509Certificate certificate) throws UntrustedException {
    String weakness = PublicKeys.weakness(certificate.getPublicKey());
    if (weakness != null) {
      throw new UntrustedException(
          "the server has the pinned key, and that is too weak: " + weakness);
    }
  }

  private @Nullable String weak(List<X509Certificate> path, String which) {
    for (int i = 0; i < path.size(); i++) {
      X509Certificate at = path.get(i);
      String weakness = PublicKeys.weakness(at.getPublicKey());
      if (weakness != null) {
        return what(at, i, which) + " has a key that is too weak: " + weakness;
      }
      // An authority is trusted itself, so its signature does not matter.
      if (!authorities.contains(at) && WEAK_SIGNATURE.matcher(at.getSigAlgName()).lookingAt()) {
        return what(at, i, which) + " has a signature that can be forged: " + at.getSigAlgName();
      }
    }
    X509Certificate last = path.getLast();
    String weakest = null;
    for (X509Certificate signer : authorities.contains(last) ? List.of(last) : signers(last)) {
      String weakness = PublicKeys.weakness(signer.getPublicKey());
      if (weakness == null) {
        return null;
      }
      weakest = what(signer, path.size(), which) + " has a key that is too weak: " + weakness;
    }
    return weakest;
  }

  /// @param index its position in the chain; 0 is the peer's own certificate
  private static String what(X509Certificate certificate, int index, String which) {
    return index == 0
        ? which
        : "a certificate that "
            + which.replace("certificate", "rests on, of ")
            + Certificates.subject(certificate)
            + ",";
  }

  /// Returns the fault of a certificate that is for other names than the one we connected to.
  static UntrustedException wrongName(X509Certificate own, String host) {
    return new UntrustedException(nameSentence(own, host));
  }

  private static String nameSentence(X509Certificate own, String host) {
    if (Certificates.names(own).isEmpty()) {
      return "the server's certificate has no subject alternative name, and the common name of its"
          + " subject ("
          + Certificates.subject(own)
          + ") does not count (RFC 9525); have it issued for "
          + Printable.line(host)
          + ", or give its pin";
    }
    return "the server's certificate is for "
        + Certificates.shownNames(own)
        + ", not for "
        + Printable.line(host)
        + "; call it by one of its names, or give its pin";
  }

  private static @Nullable String date(X509Certificate[] chain, String which) {
    for (int i = 0; i < chain.length; i++) {
      String what = what(chain[i], i, which);
      try {
        chain[i].checkValidity();
      } catch (CertificateExpiredException e) {
        return what
            + " has expired: it was good until "
            + chain[i].getNotAfter().toInstant()
            + ", if this machine's clock is right";
      } catch (CertificateNotYetValidException e) {
        return what
            + " is not valid yet: it will be from "
            + chain[i].getNotBefore().toInstant()
            + " on, if this machine's clock is right";
      }
    }
    return null;
  }

  /// Returns the path from the peer's own certificate up, each issued by the next one's subject, as
  /// far as the presented chain goes, and at most to the first certificate that is one of our
  /// authorities or names one as its issuer.
  private List<X509Certificate> path(X509Certificate[] chain) {
    List<X509Certificate> path = new ArrayList<>(List.of(chain[0]));
    while (path.size() <= chain.length) {
      X509Certificate last = path.getLast();
      X509Certificate next = null;
      for (X509Certificate shown : chain) {
        boolean isNext =
            shown.getSubjectX500Principal().equals(last.getIssuerX500Principal())
                && !path.contains(shown);
        next = isNext && next == null ? shown : next;
      }
      if (authorities.contains(last) || !signers(last).isEmpty() || next == null) {
        break;
      }
      path.add(next);
    }
    return path;
  }

  /// Returns our authorities with the name of the certificate's issuer.
  private List<X509Certificate> signers(X509Certificate certificate) {
    X500Principal issuer = certificate.getIssuerX500Principal();
    return authorities.stream()
        .filter(authority -> authority.getSubjectX500Principal().equals(issuer))
        .toList();
  }

  private static String unknownAuthority(X509Certificate own, Side side) {
    boolean isSelfSigned = own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
    String whose =
        "the "
            + side.name()
            + "'s certificate (of "
            + Certificates.subject(own)
            + ", signed by "
            + (isSelfSigned ? "itself" : Certificates.issuer(own))
            + ")";
    return side.equals(SERVER)
        ? whose
            + " is not signed by anybody who is trusted here; if it is the right server, give the"
            + " CA that signed it or its pin, which is "
            + Pin.of(own)
        : whose + " is not signed by an authority that clients may come from here";
  }

  /// Returns what is wrong between the peer's own certificate and an authority of that name; null
  /// if nothing is.
  private @Nullable String broken(List<X509Certificate> path, String which) {
    X509Certificate last = path.getLast();
    List<X509Certificate> signed =
        authorities.contains(last) ? path.subList(0, path.size() - 1) : path;
    List<X509Certificate> anchors = authorities.contains(last) ? List.of(last) : signers(last);
    CertPathValidatorException fault = null;
    for (X509Certificate anchor : anchors) {
      try {
        CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(signed);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        var _ = CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
        return null;
      } catch (CertPathValidatorException e) {
        fault = e;
      } catch (GeneralSecurityException e) {
        return null; // the JDK's message is used
      }
    }
    return fault == null ? null : fault(fault, signed, anchors.getLast(), which);
  }

  private static @Nullable String fault(
      CertPathValidatorException fault,
      List<X509Certificate> signed,
      X509Certificate anchor,
      String which) {
    int index = fault.getIndex();
    if (index < 0 || index >= signed.size()) {
      return null;
    }
    X509Certificate at = signed.get(index);
    X509Certificate signer = index + 1 < signed.size() ? signed.get(index + 1) : anchor;
    String what = what(at, index, which);
    CertPathValidatorException.Reason reason = fault.getReason();
    if (reason.equals(BasicReason.INVALID_SIGNATURE)) {
      return what
          + " is not signed by the key of "
          + Certificates.subject(signer)
          + ": there is another authority of this name, or the certificate was changed";
    }
    if (reason.equals(BasicReason.ALGORITHM_CONSTRAINED)) {
      return what
          + " is signed with an algorithm or a key that this Java runtime finds too weak: "
          + at.getSigAlgName()
          + ", "
          + PublicKeys.shown(at.getPublicKey());
    }
    if (reason.equals(PKIXReason.NOT_CA_CERT)) {
      return what
          + " may not sign others: it is not the certificate of an authority (basic constraints)";
    }
    if (reason.equals(PKIXReason.PATH_TOO_LONG)) {
      return what + " has more authorities below it than it allows (path length)";
    }
    if (reason.equals(PKIXReason.INVALID_KEY_USAGE)) {
      return what + " may not sign others: its key usage does not name the signing of certificates";
    }
    if (reason.equals(PKIXReason.INVALID_NAME)) {
      return what + " has a name that an authority above it may not sign (name constraints)";
    }
    if (reason.equals(PKIXReason.UNRECOGNIZED_CRIT_EXT)) {
      return what + " has a critical extension that this Java runtime does not know";
    }
    return null;
  }

  private static @Nullable String use(X509Certificate own, Side side, String which) {
    List<String> purposes;
    try {
      purposes = own.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      return which + " has an extended key usage that cannot be read";
    }
    if (purposes != null && !purposes.contains(side.purpose()) && !purposes.contains(ANY_PURPOSE)) {
      return which
          + " may not be used by a "
          + side.name()
          + ": its extended key usage does not name the authentication of "
          + side.name()
          + "s";
    }
    boolean[] usage = own.getKeyUsage();
    return usage != null && !usage[DIGITAL_SIGNATURE]
        ? which + " may not be used for TLS: its key usage does not name digital signatures"
        : null;
  }

  /// Returns the innermost cause's message, as the JDK words it.
  private static String shown(Throwable refusal) {
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Printable.line(
        String.valueOf(cause.getMessage()).getBytes(StandardCharsets.UTF_8), MAX_SHOWN);
  }
}
