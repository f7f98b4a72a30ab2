package dev.parley.tls;

import dev.parley.internal.x509.Certificates;
import dev.parley.internal.x509.Pem;
import dev.parley.internal.x509.PrivateKeys;
import dev.parley.internal.x509.PublicKeys;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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
  /// @throws IllegalArgumentException if the content of one is invalid; the message is a sentence
  static TlsIdentity read(TlsFiles files) throws IOException {
    List<X509Certificate> chain = from(files.certificate(), "certificate", Certificates::chain);
    PrivateKey key = from(files.key(), "key", PrivateKeys::of);
    PublicKey certified = chain.getFirst().getPublicKey();
    String kind = PublicKeys.kind(certified);
    if (!PublicKeys.isForTls(kind)) {
      throw new IllegalArgumentException(
          "the certificate file "
              + shown(files.certificate())
              + " holds a certificate for a key of the kind "
              + kind
              + PublicKeys.GOOD_ONES);
    }
    String weakness = PublicKeys.weakness(certified);
    if (weakness != null) {
      throw new IllegalArgumentException(
          "the certificate file "
              + shown(files.certificate())
              + " holds a certificate for a key that is too weak: "
              + weakness);
    }
    if (!PrivateKeys.fit(key, certified)) {
      throw new IllegalArgumentException(
          "the key file "
              + shown(files.key())
              + (key.getAlgorithm().equals(certified.getAlgorithm())
                  ? ""
                  : " (" + key.getAlgorithm() + ", where " + kind + " is wanted)")
              + " is not the one of the certificate in "
              + shown(files.certificate())
              + " ("
              + Certificates.shownNames(chain.getFirst())
              + ")");
    }
    return new TlsIdentity(List.copyOf(chain), key);
  }

  /// Reads authorities from a file of certificates.
  static List<X509Certificate> authorities(Path file) throws IOException {
    return List.copyOf(from(file, "file of authorities", Certificates::of));
  }

  private static <T> T from(Path file, String what, Function<List<Pem>, T> reading)
      throws IOException {
    String name = "the " + what + (what.indexOf(' ') < 0 ? " file " : " ") + shown(file);
    try {
      return reading.apply(Pem.read(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read " + name + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("cannot read " + name + ": this user may not read it", e);
    } catch (IOException e) {
      throw new IOException(
          "cannot read " + name + ": " + Printable.line(String.valueOf(e.getMessage())), e);
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
    return Certificates.subject(certificate());
  }
}
