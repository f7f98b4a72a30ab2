package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.internal.x509.PublicKeys;
import dev.parley.problem.CertificateProblem;
import dev.parley.problem.Problem;
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
  /// @param own its own certificate, as a part of a sentence
  /// @param above a certificate above that in its chain, as a part of a sentence
  /// @param purpose the extended key usage that its certificate needs (RFC 5280 §4.2.1.12)
  /// @param misused what is wrong with a certificate without that usage
  record Side(
      CertificateProblem own,
      CertificateProblem above,
      String purpose,
      CertificateProblem misused) {}

  static final Side SERVER =
      new Side(
          CertificateProblem.OF_SERVER,
          CertificateProblem.ABOVE_SERVER,
          "1.3.6.1.5.5.7.3.1",
          CertificateProblem.NOT_FOR_SERVERS);
  static final Side CLIENT =
      new Side(
          CertificateProblem.OF_CLIENT,
          CertificateProblem.ABOVE_CLIENT,
          "1.3.6.1.5.5.7.3.2",
          CertificateProblem.NOT_FOR_CLIENTS);

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
    return new UntrustedException(problem(chain, side, host, refusal));
  }

  private Problem problem(
      X509Certificate[] chain, Side side, String host, CertificateException refusal) {
    X509Certificate own = chain[0];
    Problem date = date(chain, side);
    if (date != null) {
      return date;
    }
    List<X509Certificate> path = path(chain);
    X509Certificate last = path.getLast();
    if (!authorities.contains(last) && signers(last).isEmpty()) {
      return unknownAuthority(own, side);
    }
    Problem weak = weak(path, side);
    if (weak != null) {
      return weak;
    }
    Problem broken = authorities.contains(own) ? null : broken(path, side);
    if (broken != null) {
      return broken;
    }
    Problem use = use(own, side);
    if (use != null) {
      return use;
    }
    if (side.equals(SERVER) && !Certificates.isFor(own, host)) {
      return otherName(own, host);
    }
    return Problem.of(
        CertificateProblem.REFUSED_BY_JAVA,
        Problem.of(side.own()),
        Certificates.subject(own),
        shown(refusal));
  }

  /// Throws if an otherwise accepted certificate is not valid at this time: the JDK does not check
  /// the dates of one that is itself among the authorities.
  static void checkDates(X509Certificate own, Side side) throws UntrustedException {
    Problem date = date(new X509Certificate[] {own}, side);
    if (date != null) {
      throw new UntrustedException(date);
    }
  }

  /// Throws if an otherwise accepted chain has a key or a signature that could be forged.
  void checkStrength(X509Certificate[] chain, Side side) throws UntrustedException {
    Problem weak = weak(path(chain), side);
    if (weak != null) {
      throw new UntrustedException(weak);
    }
  }

  /// Like [#checkStrength], for a key that is accepted regardless of its certificate.
  static void checkPinned(X509Certificate certificate) throws UntrustedException {
    Problem weakness = PublicKeys.weakness(certificate.getPublicKey());
    if (weakness != null) {
      throw new UntrustedException(CertificateProblem.WEAK_PINNED_KEY, weakness);
    }
  }

  private @Nullable Problem weak(List<X509Certificate> path, Side side) {
    for (int i = 0; i < path.size(); i++) {
      X509Certificate at = path.get(i);
      Problem weakness = PublicKeys.weakness(at.getPublicKey());
      if (weakness != null) {
        return Problem.of(CertificateProblem.WEAK_KEY, what(at, i, side), weakness);
      }
      // An authority is trusted itself, so its signature does not matter.
      if (!authorities.contains(at) && WEAK_SIGNATURE.matcher(at.getSigAlgName()).lookingAt()) {
        return Problem.of(
            CertificateProblem.WEAK_SIGNATURE, what(at, i, side), shown(at.getSigAlgName()));
      }
    }
    X509Certificate last = path.getLast();
    Problem weakest = null;
    for (X509Certificate signer : authorities.contains(last) ? List.of(last) : signers(last)) {
      Problem weakness = PublicKeys.weakness(signer.getPublicKey());
      if (weakness == null) {
        return null;
      }
      weakest = Problem.of(CertificateProblem.WEAK_KEY, what(signer, path.size(), side), weakness);
    }
    return weakest;
  }

  /// Returns which certificate it is, as a part of a sentence.
  ///
  /// @param index its position in the chain; 0 is the peer's own certificate
  private static Problem what(X509Certificate certificate, int index, Side side) {
    return index == 0
        ? Problem.of(side.own())
        : Problem.of(side.above(), Certificates.subject(certificate));
  }

  /// Returns the fault of a certificate that is for other names than the one we connected to.
  static UntrustedException wrongName(X509Certificate own, String host) {
    return new UntrustedException(otherName(own, host));
  }

  private static Problem otherName(X509Certificate own, String host) {
    if (Certificates.names(own).isEmpty()) {
      return Problem.of(
          CertificateProblem.NO_ALTERNATIVE_NAME, Certificates.subject(own), Printable.line(host));
    }
    return Problem.of(
        CertificateProblem.OTHER_NAMES, Certificates.shownNames(own), Printable.line(host));
  }

  private static @Nullable Problem date(X509Certificate[] chain, Side side) {
    for (int i = 0; i < chain.length; i++) {
      Problem what = what(chain[i], i, side);
      try {
        chain[i].checkValidity();
      } catch (CertificateExpiredException e) {
        return Problem.of(CertificateProblem.EXPIRED, what, chain[i].getNotAfter().toInstant());
      } catch (CertificateNotYetValidException e) {
        return Problem.of(
            CertificateProblem.NOT_YET_VALID, what, chain[i].getNotBefore().toInstant());
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

  private static Problem unknownAuthority(X509Certificate own, Side side) {
    boolean isSelfSigned = own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
    boolean isServer = side.equals(SERVER);
    Problem subject = Certificates.subject(own);
    if (isSelfSigned) {
      return isServer
          ? Problem.of(CertificateProblem.SELF_SIGNED, subject, Pin.of(own))
          : Problem.of(CertificateProblem.SELF_SIGNED_CLIENT, subject);
    }
    Problem issuer = Certificates.issuer(own);
    return isServer
        ? Problem.of(CertificateProblem.UNKNOWN_AUTHORITY, subject, issuer, Pin.of(own))
        : Problem.of(CertificateProblem.UNKNOWN_CLIENT_AUTHORITY, subject, issuer);
  }

  /// Returns what is wrong between the peer's own certificate and an authority of that name; null
  /// if nothing is.
  private @Nullable Problem broken(List<X509Certificate> path, Side side) {
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
    return fault == null ? null : fault(fault, signed, anchors.getLast(), side);
  }

  private static @Nullable Problem fault(
      CertPathValidatorException fault,
      List<X509Certificate> signed,
      X509Certificate anchor,
      Side side) {
    int index = fault.getIndex();
    if (index < 0 || index >= signed.size()) {
      return null;
    }
    X509Certificate at = signed.get(index);
    X509Certificate signer = index + 1 < signed.size() ? signed.get(index + 1) : anchor;
    Problem what = what(at, index, side);
    CertPathValidatorException.Reason reason = fault.getReason();
    if (reason.equals(BasicReason.INVALID_SIGNATURE)) {
      return Problem.of(CertificateProblem.NOT_SIGNED_BY, what, Certificates.subject(signer));
    }
    if (reason.equals(BasicReason.ALGORITHM_CONSTRAINED)) {
      return Problem.of(
          CertificateProblem.WEAK_FOR_JAVA,
          what,
          shown(at.getSigAlgName()),
          PublicKeys.shown(at.getPublicKey()));
    }
    if (reason.equals(PKIXReason.NOT_CA_CERT)) {
      return Problem.of(CertificateProblem.NO_AUTHORITY, what);
    }
    if (reason.equals(PKIXReason.PATH_TOO_LONG)) {
      return Problem.of(CertificateProblem.PATH_TOO_LONG, what);
    }
    if (reason.equals(PKIXReason.INVALID_KEY_USAGE)) {
      return Problem.of(CertificateProblem.SIGNS_NO_CERTIFICATES, what);
    }
    if (reason.equals(PKIXReason.INVALID_NAME)) {
      return Problem.of(CertificateProblem.NAME_CONSTRAINED, what);
    }
    if (reason.equals(PKIXReason.UNRECOGNIZED_CRIT_EXT)) {
      return Problem.of(CertificateProblem.UNKNOWN_EXTENSION, what);
    }
    return null;
  }

  private static @Nullable Problem use(X509Certificate own, Side side) {
    Problem which = Problem.of(side.own());
    List<String> purposes;
    try {
      purposes = own.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      return Problem.of(CertificateProblem.UNREADABLE_USAGE, which);
    }
    if (purposes != null && !purposes.contains(side.purpose()) && !purposes.contains(ANY_PURPOSE)) {
      return Problem.of(side.misused(), which);
    }
    boolean[] usage = own.getKeyUsage();
    return usage != null && !usage[DIGITAL_SIGNATURE]
        ? Problem.of(CertificateProblem.NOT_FOR_TLS, which)
        : null;
  }

  /// Returns the innermost cause's message, as the JDK words it.
  private static String shown(Throwable refusal) {
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return shown(String.valueOf(cause.getMessage()));
  }

  private static String shown(String text) {
    return Printable.line(text.getBytes(StandardCharsets.UTF_8), MAX_SHOWN);
  }
}
