package dev.parley.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Creates keys and certificates with the program `openssl`, in a test's directory.
public record Openssl(Path directory) {
  /// Runs `openssl` with these arguments.
  ///
  /// @throws org.opentest4j.TestAbortedException if it is not installed
  public void run(String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.split(" ", -1)));
    Process program;
    try {
      program =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      String sentence = "openssl is not installed";
      if ("required".equals(System.getenv("PARLEY_INTEROP"))) {
        fail(sentence, e);
      }
      abort(sentence);
      throw e;
    }
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(program.waitFor(Wait.SECONDS, TimeUnit.SECONDS));
    if (program.exitValue() != 0) {
      fail("openssl " + words + ": " + said);
    }
  }

  /// Creates an authority, or a certificate that tries to pass for one: `NAME.pem` and `NAME.key`.
  ///
  /// @param signer its signer's name, empty if self-signed
  /// @param more more arguments for `openssl req`
  public void authority(String name, String signer, String more) throws Exception {
    certificate(name, signer, "ec -pkeyopt ec_paramgen_curve:P-256", more);
  }

  /// Like [#authority(String, String, String)].
  ///
  /// @param key the type of its key, in the form of `openssl req -newkey`
  public void authority(String name, String signer, String key, String more) throws Exception {
    certificate(name, signer, key, more);
  }

  /// Creates a certificate for localhost, for a server or a client.
  public void leaf(String name, String signer, String more) throws Exception {
    leaf(name, signer, "ec -pkeyopt ec_paramgen_curve:P-256", more);
  }

  /// Like [#leaf(String, String, String)].
  ///
  /// @param key the type of its key, in the form of `openssl req -newkey`
  public void leaf(String name, String signer, String key, String more) throws Exception {
    certificate(name, signer, key, "-addext subjectAltName=DNS:localhost " + more);
  }

  /// Creates a certificate with exactly this content.
  ///
  /// @param more its subject and extensions, as arguments of `openssl req`
  public void certificate(String name, String signer, String more) throws Exception {
    certificate(name, signer, "ec -pkeyopt ec_paramgen_curve:P-256", more);
  }

  private void certificate(String name, String signer, String key, String more) throws Exception {
    run(
        ("req -x509 -nodes -days 3650 -config /dev/null -subj /CN="
                + name
                + " -newkey "
                + key
                + " -keyout "
                + name
                + ".key -out "
                + name
                + ".pem "
                + (signer.isEmpty() ? "" : "-CA " + signer + ".pem -CAkey " + signer + ".key ")
                + more)
            .strip());
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  public TlsFiles files(String name) {
    return new TlsFiles(file(name + ".pem"), file(name + ".key"));
  }
}
