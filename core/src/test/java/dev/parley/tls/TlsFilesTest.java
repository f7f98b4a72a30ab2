package dev.parley.tls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests certificate and key files as openssl and editors write them.
class TlsFilesTest {
  private static final String P256 = "ec -pkeyopt ec_paramgen_curve:P-256";

  @TempDir private Path directory;

  private Openssl openssl;

  @BeforeEach
  void makePair() throws Exception {
    openssl = new Openssl(directory);
    openssl.leaf("good", "", P256, "");
  }

  private void assertGood(String certificate, String key) throws Exception {
    TlsFiles files = new TlsFiles(openssl.file(certificate), openssl.file(key));
    TlsIdentity.read(files);
    TlsClient client = Tls.client().withAuthorities(files.certificate());
    TlsPair pair = new TlsPair(Tls.server(List.of(files)), client, 1 << 16);
    assertFalse(pair.server.layer.login().isPending() || pair.client.layer.login().isPending());
  }

  private void assertFault(String certificate, String key, String sentence) {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> TlsIdentity.read(new TlsFiles(openssl.file(certificate), openssl.file(key))))
            .getMessage();
    assertTrue(said.contains(sentence), () -> "wanted: " + sentence + "\nsaid: " + said);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(openssl.file(name), content, StandardCharsets.UTF_8);
  }

  private String text(String name) throws IOException {
    return Files.readString(openssl.file(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa:2048",
        "rsa-pss -pkeyopt rsa_keygen_bits:2048",
        "ec -pkeyopt ec_paramgen_curve:P-384",
        "ec -pkeyopt ec_paramgen_curve:P-521",
        "ed25519",
        "ed448"
      })
  void kindsOfKeysThatServe(String kind) throws Exception {
    openssl.leaf("kind", "", kind, "");
    assertGood("kind.pem", "kind.key");
  }

  @ParameterizedTest
  @CsvSource({
    "ec -pkeyopt ec_paramgen_curve:secp256k1, EC on the curve secp256k1",
    "ec -pkeyopt ec_paramgen_curve:brainpoolP256r1, EC on the curve brainpoolP256r1",
    "ec -pkeyopt ec_paramgen_curve:secp224r1, EC on the curve secp224r1"
  })
  void kindsOfKeysThatDoNot(String kind, String shown) throws Exception {
    openssl.leaf("kind", "", kind, "");
    assertFault(
        "good.pem", "kind.key", "holds a private key of the kind " + shown + ", with which");
    assertFault("kind.pem", "good.key", "holds a certificate for a key of the kind " + shown);
  }

  @Test
  void formsOfKeysThatAreRead() throws Exception {
    openssl.run("ec -in good.key -out sec1.key");
    assertTrue(text("sec1.key").contains("BEGIN EC PRIVATE KEY"));
    assertGood("good.pem", "sec1.key");
    openssl.leaf("rsa", "", "rsa:2048", "");
    openssl.run("rsa -in rsa.key -out pkcs1.key -traditional");
    assertTrue(text("pkcs1.key").contains("BEGIN RSA PRIVATE KEY"));
    assertGood("rsa.pem", "pkcs1.key");
  }

  @Test
  void marksAndLineEndsOfEditorsAreRead() throws Exception {
    write("mark.pem", "\ufeff" + text("good.pem"));
    write("mark.key", "\ufeff" + text("good.key"));
    assertGood("mark.pem", "mark.key");
    write("crlf.pem", text("good.pem").replace("\n", "\r\n"));
    write("crlf.key", text("good.key").replace("\n", "\r\n"));
    assertGood("crlf.pem", "crlf.key");
    Files.writeString(
        openssl.file("wide.pem"), "\ufeff" + text("good.pem"), StandardCharsets.UTF_16LE);
    assertFault("wide.pem", "good.key", "the certificate file");
    assertFault("wide.pem", "good.key", "is written in UTF-16");
  }

  @Test
  void otherFormsAreNamed() throws Exception {
    openssl.run("x509 -in good.pem -outform DER -out cert.der");
    assertFault("cert.der", "good.key", "is in DER form (binary); openssl x509 -inform DER");
    openssl.run("pkey -in good.key -outform DER -out key.der");
    assertFault("good.pem", "key.der", "is a key in DER form (binary); openssl pkey -inform DER");
    openssl.run("pkcs12 -export -in good.pem -inkey good.key -passout pass:x -out both.p12");
    assertFault("both.p12", "good.key", "is a PKCS#12 file; openssl pkcs12");
    openssl.run("req -new -config /dev/null -subj /CN=x -key good.key -out request.pem");
    assertFault("request.pem", "good.key", "holds a request for a certificate");
    openssl.run("pkey -in good.key -pubout -out public.pem");
    assertFault("good.pem", "public.pem", "holds a public key and not the private one");
    openssl.run("pkey -in good.key -aes128 -passout pass:x -out encrypted.key");
    assertFault("good.pem", "encrypted.key", "holds a key that needs a passphrase");
    openssl.run("ec -in good.key -aes128 -passout pass:x -out encrypted.key");
    assertFault("good.pem", "encrypted.key", "holds a key that needs a passphrase");
  }

  @Test
  void damagedAndMixedUpFilesAreNamed() throws Exception {
    write("empty", "");
    assertFault("empty", "good.key", "is empty");
    assertFault("good.pem", "empty", "is empty");
    write("cut.pem", text("good.pem").replace("-----END CERTIFICATE-----", ""));
    assertFault("cut.pem", "good.key", "is cut short: a block has no end");
    write("damaged.key", text("good.key").replaceFirst("\n.{20}", "\nAAAAAAAAAAAAAAAAAAAA"));
    assertFault(
        "good.pem", "damaged.key", "holds a block that says it is a private key and is none");
    assertFault("good.pem", "good.pem", "holds a certificate and no private key");
    assertFault("good.key", "good.key", "holds a private key and no certificate");
    openssl.leaf("other", "", P256, "");
    assertFault("good.pem", "other.key", "other.key is not the one of the certificate in");
    openssl.leaf("rsa", "", "rsa:2048", "");
    assertFault(
        "good.pem", "rsa.key", "(RSA, where EC on the curve P-256 is wanted) is not the one");
    openssl.authority("ca", "", "-addext basicConstraints=critical,CA:TRUE");
    openssl.leaf("signed", "ca", "");
    write("wrong-order.pem", text("ca.pem") + text("signed.pem"));
    assertFault("wrong-order.pem", "signed.key", "is no chain: certificate 1 is signed by CN=ca");
  }
}
