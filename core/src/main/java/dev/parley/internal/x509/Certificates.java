package dev.parley.internal.x509;

import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses certificates (RFC 5280) and returns their fields in forms that are safe to show.
public final class Certificates {
  /// Far more than any chain has; the limit of a file of authorities is only its size.
  private static final int MAX_CHAIN = 10;

  /// RFC 5280 §4.2.1.6.
  private static final int DNS = 2;

  private static final int IP = 7;

  /// A host that is an address: four numbers, or anything with a colon.
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|.*:.*");

  private static final int MAX_NAMES_SHOWN = 8;

  /// Matches the form of RFC 2253, and only names that could be a host's.
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([A-Za-z0-9.*-]+)(?:,|$)");

  private Certificates() {}

  /// Returns the certificates of a file, in its order; at least one.
  ///
  /// @throws InvalidValueException with a problem that follows the file's name
  public static List<X509Certificate> of(List<Pem> blocks) {
    List<X509Certificate> found = new ArrayList<>();
    for (Pem block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        found.add(parse(block.bytes()));
      }
    }
    if (found.isEmpty()) {
      throw new InvalidValueException(missing(blocks.stream().map(Pem::label).toList()));
    }
    return found;
  }

  private static CertificateProblem missing(List<String> labels) {
    if (labels.stream().anyMatch(label -> label.endsWith("PRIVATE KEY"))) {
      return CertificateProblem.KEY_INSTEAD;
    }
    if (labels.stream().anyMatch(label -> label.endsWith("CERTIFICATE REQUEST"))) {
      return CertificateProblem.REQUEST;
    }
    if (labels.contains("TRUSTED CERTIFICATE")) {
      return CertificateProblem.TRUSTED_FORM;
    }
    return labels.contains("PKCS7") ? CertificateProblem.PKCS7 : CertificateProblem.NO_CERTIFICATE;
  }

  /// Like [#of], but each certificate must be signed by the next.
  public static List<X509Certificate> chain(List<Pem> blocks) {
    List<X509Certificate> chain = of(blocks);
    if (chain.size() > MAX_CHAIN) {
      throw new InvalidValueException(CertificateProblem.CHAIN_TOO_LONG, chain.size(), MAX_CHAIN);
    }
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate signed = chain.get(i - 1);
      if (!signed.getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
        throw new InvalidValueException(
            CertificateProblem.NO_CHAIN, i, issuer(signed), i + 1, subject(chain.get(i)));
      }
    }
    return chain;
  }

  private static X509Certificate parse(byte[] bytes) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new InvalidValueException(Problem.of(CertificateProblem.UNREADABLE), e);
    }
  }

  /// Returns the host names and addresses that a certificate is for, lower case: its subject
  /// alternative names. The subject's common name is not one of them (RFC 9525 §2).
  public static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>(names(certificate, DNS));
    names.addAll(names(certificate, IP));
    return names;
  }

  private static List<String> names(X509Certificate certificate, int kind) {
    List<String> names = new ArrayList<>();
    for (List<?> entry : alternativeNames(certificate)) {
      if (entry.get(0).equals(kind) && entry.get(1) instanceof String name) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static @Nullable String commonName(X509Certificate certificate) {
    Matcher found = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
    return found.find() ? found.group(1) : null;
  }

  /// True if the certificate is for this host name (RFC 9525 §6.3): `*` matches the first label of
  /// a name with three or more. The trailing dot of the DNS root is ignored.
  public static boolean isFor(X509Certificate certificate, String host) {
    String wanted = withoutRoot(host.toLowerCase(Locale.ROOT));
    int dot = wanted.indexOf('.');
    String rest = dot > 0 && wanted.indexOf('.', dot + 1) > 0 ? wanted.substring(dot) : "";
    for (String certified : names(certificate, isAddress(wanted) ? IP : DNS)) {
      String name = withoutRoot(certified);
      if (name.equals(wanted)) {
        return true;
      }
      if (!rest.isEmpty() && name.startsWith("*.") && name.substring(1).equals(rest)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutRoot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /// Returns the first few names of a certificate, as a part of a sentence; if it has none, the
  /// common name of its subject.
  public static Problem shownNames(X509Certificate certificate) {
    List<String> names = names(certificate);
    if (names.isEmpty()) {
      String common = commonName(certificate);
      return common == null
          ? Problem.of(CertificateProblem.NO_NAME)
          : Problem.text(common.toLowerCase(Locale.ROOT));
    }
    List<String> shown =
        names.stream().limit(MAX_NAMES_SHOWN).map(name -> name(name).toString()).toList();
    int more = names.size() - shown.size();
    String all = String.join(", ", shown);
    return more > 0 ? Problem.of(CertificateProblem.AND_MORE, all, more) : Problem.text(all);
  }

  /// Returns the certificate's subject in the form of RFC 2253, safe to print, as a part of a
  /// sentence.
  public static Problem subject(X509Certificate certificate) {
    return name(certificate.getSubjectX500Principal().getName());
  }

  /// Returns the certificate's issuer, in the same form.
  public static Problem issuer(X509Certificate certificate) {
    return name(certificate.getIssuerX500Principal().getName());
  }

  private static Problem name(String name) {
    return name.isEmpty()
        ? Problem.of(CertificateProblem.NOBODY)
        : Problem.text(Printable.line(name.getBytes(StandardCharsets.UTF_8), 256));
  }

  /// True for an IP address, false for the name of a host.
  public static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }
}
