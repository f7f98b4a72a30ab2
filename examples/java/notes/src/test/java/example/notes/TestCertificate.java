package example.notes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate for 127.0.0.1 that was made a moment ago, with its key, as PEM files.
record TestCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "not secret";

  /// Makes one with the JDK's `keytool`.
  static TestCertificate make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "notes",
                "-keyalg",
                "EC",
                "-dname",
                "CN=notes",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectError(ProcessBuilder.Redirect.DISCARD) // it says what it does there
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool has failed");
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Key key = keys.getKey("notes", PASSWORD.toCharArray());
    return new TestCertificate(
        pem(folder, "CERTIFICATE", keys.getCertificate("notes").getEncoded()),
        pem(folder, "PRIVATE KEY", key.getEncoded()));
  }

  private static Path pem(Path folder, String label, byte[] bytes) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    String pem = "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    return Files.writeString(folder.resolve(label + ".pem"), pem, US_ASCII);
  }
}
