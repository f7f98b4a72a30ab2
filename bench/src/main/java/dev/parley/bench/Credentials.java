package dev.parley.bench;

import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// The credentials of contenders and generator: a key for sealed sessions, and for TLS a
/// self-signed certificate for 127.0.0.1. Created when first needed, in a directory for this user
/// alone; for measurements only.
///
/// | file | |
/// |---|---|
/// | `sealed.key` | a [NamedKey] |
/// | `cert.pem` | the self-signed certificate, with a P-256 key |
/// | `cert-key.pem` | its private key, PKCS #8 |
///
/// @param directory the directory of the files
record Credentials(Path directory) {
  /// The system property that passes the directory to a contender.
  static final String PROPERTY = "dev.parley.bench.credentials";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ALIAS = "bench";

  /// Protects a file that is deleted a moment later.
  private static final String PASSWORD = "of-no-use";

  /// Returns the credentials of a place, and creates them if there are none; blocks.
  ///
  /// @throws Unavailable if the JDK's `keytool` fails
  static Credentials of(Place place, Children children)
      throws IOException, InterruptedException, Unavailable {
    Credentials credentials = new Credentials(place.credentials());
    if (!Files.exists(credentials.sealedKey())) {
      credentials.make(place, children);
    }
    return credentials;
  }

  private void make(Place place, Children children)
      throws IOException, InterruptedException, Unavailable {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path store = directory.resolve("cert.p12");
    Files.deleteIfExists(store);
    String _ =
        Command.run(
            children,
            place.logs().resolve("keytool.txt"),
            PATIENCE,
            List.of(
                Place.jdk("keytool"),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-alias",
                ALIAS,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore pair = KeyStore.getInstance("PKCS12");
      pair.load(in, PASSWORD.toCharArray());
      write("cert.pem", pem("CERTIFICATE", pair.getCertificate(ALIAS).getEncoded()));
      write(
          "cert-key.pem",
          pem("PRIVATE KEY", pair.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("what keytool made cannot be read: " + e.getMessage(), e);
    }
    Files.delete(store);
    // Last: its presence means that all are there.
    write("sealed.key", NamedKey.generate("bench", Entropy.secure()).toFileContent());
  }

  private static byte[] pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void write(String name, byte[] content) throws IOException {
    Path _ = Files.write(directory.resolve(name), content);
  }

  private Path sealedKey() {
    return directory.resolve("sealed.key");
  }

  /// Returns sealed sessions with the key.
  Security sealed() throws IOException {
    return Sealed.with(NamedKey.ofFileContent(Files.readAllBytes(sealedKey())));
  }

  /// Returns TLS that trusts the certificate.
  TlsClient tls() throws IOException {
    return Tls.client().withAuthorities(directory.resolve("cert.pem"));
  }
}
