package dev.parley.tls;

import dev.parley.internal.buffer.Sha256;
import dev.parley.internal.x509.Certificates;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/// Short labels of certificates for people, in the same form as those of keys: a name and the first
/// bytes of the fingerprint, `localhost (0f1e2d3c)`.
final class CertificateLabels {
  private static final int SHOWN_BYTES = 4;

  private CertificateLabels() {}

  /// Returns the labels of the items in `all` that are not in `others`, in alphabetical order.
  static <T> List<String> without(
      Collection<T> all, Collection<T> others, Function<T, String> label) {
    return all.stream().filter(one -> !others.contains(one)).map(label).sorted().toList();
  }

  /// Returns a label with the hosts that a server's certificate is for.
  static String ofOwn(TlsIdentity identity) {
    return label(
        Certificates.shownNames(identity.certificate()).toString(), identity.certificate());
  }

  /// Returns a label with an authority's subject.
  static String ofAuthority(X509Certificate certificate) {
    return label(Certificates.subject(certificate).toString(), certificate);
  }

  private static String label(String name, X509Certificate certificate) {
    MessageDigest sha256 = Sha256.begin();
    try {
      byte[] fingerprint = sha256.digest(certificate.getEncoded());
      return name + " (" + HexFormat.of().formatHex(fingerprint, 0, SHOWN_BYTES) + ")";
    } catch (CertificateEncodingException e) {
      return name; // impossible for a parsed certificate
    }
  }
}
