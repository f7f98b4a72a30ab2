package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.internal.x509.Pem;
import dev.parley.internal.x509.PrivateKeys;
import dev.parley.internal.x509.PublicKeys;
import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.FileErrors;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

/// A certificate chain, leaf first, and its private key. Immutable.
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {

  /// Reads the files and checks that they belong together.
  ///
  /// @throws IOException if one cannot be read; the message is a sentence
  /// @throws InvalidValueException if the content of one is invalid
  static TlsIdentity read(TlsFiles files) throws IOException {
    List<X509Certificate> chain = from(files.certificate(), Kind.CERTIFICATE, Certificates::chain);
    PrivateKey key = from(files.key(), Kind.KEY, PrivateKeys::of);
    PublicKey certified = chain.getFirst().getPublicKey();
    String kind = PublicKeys.kind(certified);
    if (!PublicKeys.isForTls(kind)) {
      throw Kind.CERTIFICATE.invalid(
          files.certificate(),
          Problem.of(CertificateProblem.CERTIFICATE_KIND, PublicKeys.shownKind(kind)));
    }
    Problem weakness = PublicKeys.weakness(certified);
    if (weakness != null) {
      throw Kind.CERTIFICATE.invalid(
          files.certificate(), Problem.of(CertificateProblem.WEAK_CERTIFICATE, weakness));
    }
    if (!PrivateKeys.fit(key, certified)) {
      throw Kind.KEY.invalid(files.key(), otherKey(key, chain.getFirst(), files.certificate()));
    }
    return new TlsIdentity(List.copyOf(chain), key);
  }

  private static Problem otherKey(PrivateKey key, X509Certificate certificate, Path file) {
    PublicKey certified = certificate.getPublicKey();
    Problem names = Certificates.shownNames(certificate);
    return key.getAlgorithm().equals(certified.getAlgorithm())
        ? Problem.of(CertificateProblem.OTHER_KEY, shown(file), names)
        : Problem.of(
            CertificateProblem.OTHER_KIND_OF_KEY,
            key.getAlgorithm(),
            PublicKeys.shownKind(PublicKeys.kind(certified)),
            shown(file),
            names);
  }

  /// Reads authorities from a file of certificates.
  static List<X509Certificate> authorities(Path file) throws IOException {
    return List.copyOf(from(file, Kind.AUTHORITIES, Certificates::of));
  }

  /// The use of a file, with its two problems: its content is invalid, and it cannot be read.
  private enum Kind {
    CERTIFICATE(CertificateProblem.CERTIFICATE_FILE, CertificateProblem.CANNOT_READ_CERTIFICATE),
    KEY(CertificateProblem.KEY_FILE, CertificateProblem.CANNOT_READ_KEY),
    AUTHORITIES(CertificateProblem.AUTHORITIES_FILE, CertificateProblem.CANNOT_READ_AUTHORITIES);

    private final CertificateProblem invalid;
    private final CertificateProblem unreadable;

    Kind(CertificateProblem invalid, CertificateProblem unreadable) {
      this.invalid = invalid;
      this.unreadable = unreadable;
    }

    InvalidValueException invalid(Path file, Problem why) {
      return new InvalidValueException(invalid, shown(file), why);
    }

    ProblemIOException unreadable(Path file, IOException e) {
      return new ProblemIOException(
          Problem.of(unreadable, shown(file), FileErrors.ofReading(e)), e);
    }
  }

  private static <T> T from(Path file, Kind kind, Function<List<Pem>, T> reading)
      throws IOException {
    try {
      return reading.apply(Pem.read(file));
    } catch (InvalidValueException e) {
      throw kind.invalid(file, e.problem());
    } catch (IOException e) {
      throw kind.unreadable(file, e);
    }
  }

  private static String shown(Path file) {
    return Printable.line(file.toString());
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  /// Prints only the subject.
  @Override
  public String toString() {
    return Certificates.subject(certificate()).toString();
  }
}
