package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.x509.Certificates;
import dev.parley.internal.x509.Pem;
import dev.parley.internal.x509.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests PEM files, and the messages on invalid ones.
class PemTest {
  @TempDir private Path directory;

  private static List<Pem> parse(String text) {
    return Pem.parse(text.getBytes(US_ASCII));
  }

  private static String fault(Runnable act) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, act::run).getMessage());
  }

  @Test
  void blocksAreReadAroundOtherText() {
    List<Pem> blocks =
        parse("subject=x\r\n-----BEGIN A B-----\r\nAQID\r\n-----END A B-----\r\nmore\n");
    assertEquals(1, blocks.size());
    assertEquals("A B", blocks.getFirst().label());
    assertTrue(Arrays.equals(new byte[] {1, 2, 3}, blocks.getFirst().bytes()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-----BEGIN A-----~AQID~                     | is cut short: a block has no end",
        "-----BEGIN A-----~-----BEGIN A-----~        | begins a block inside another, at line 2",
        "-----END A-----~                            | ends a block that never began, at line 1",
        "-----BEGIN A-----~AQID~-----END B-----~     | ends a block as another kind than it began, at line 3",
        "-----BEGIN A-----~no!base64~-----END A-----~| is no base64 above line 3",
      })
  void faultsAreNamed(String text, String sentence) {
    assertEquals(sentence, fault(() -> parse(text.replace('~', '\n'))));
  }

  @Test
  void aFileOfTheMostBytesIsReadAndOneMoreIsNot() {
    assertEquals(0, Pem.parse(new byte[Pem.MAX_FILE_BYTES]).size());
    assertEquals(
        "has more than 262144 bytes", fault(() -> Pem.parse(new byte[Pem.MAX_FILE_BYTES + 1])));
  }

  @Test
  void asManyBlocksAsMayBeAreReadAndOneMoreIsNot() {
    String block = "-----BEGIN A-----\nAQ==\n-----END A-----\n";
    assertEquals(256, parse(block.repeat(256)).size());
    assertEquals("has more than 256 blocks", fault(() -> parse(block.repeat(257))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void keysInTodaysFormAreRead(String algorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    PrivateKey key =
        PrivateKeys.of(parse(Pem.print("PRIVATE KEY", pair.getPrivate().getEncoded())));
    assertEquals(pair.getPrivate(), key);
    assertTrue(PrivateKeys.fit(key, pair.getPublic()));
    KeyPair other = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    assertFalse(PrivateKeys.fit(key, other.getPublic()));
    assertFalse(PrivateKeys.fit(key, SelfSigned.keys().getPublic()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY"})
  void aKeyWithAPassphraseIsToldAsOne(String label) {
    String text =
        "-----BEGIN "
            + label
            + "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAQID\n-----END "
            + label
            + "-----\n";
    String fault = fault(() -> PrivateKeys.of(parse(text)));
    assertTrue(fault.startsWith("holds a key that needs a passphrase"), fault);
  }

  @Test
  void filesThatAreMixedUpAreToldSo() throws Exception {
    SelfSigned pair = Authority.selfSigned();
    assertTrue(fault(() -> PrivateKeys.of(parse(pair.certificate()))).contains("mixed up"));
    assertTrue(fault(() -> Certificates.of(parse(pair.keyPem()))).contains("mixed up"));
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    TlsFiles files = Authority.write(directory, "a", Authority.selfSigned());
    Files.writeString(files.key(), Authority.selfSigned().keyPem());
    String fault =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> TlsIdentity.read(files))
                .getMessage());
    assertTrue(fault.contains("is not the one of the certificate in"), fault);
  }

  @Test
  void certificatesThatAreNoChainAreRefused() throws Exception {
    SelfSigned pair = Authority.selfSigned();
    TlsFiles files = Authority.write(directory, "a", pair);
    Authority other = new Authority(directory, "other-ca");
    Files.writeString(files.certificate(), pair.certificate() + Files.readString(other.file()));
    String fault =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> TlsIdentity.read(files))
                .getMessage());
    assertTrue(
        fault.contains(
            "is no chain: certificate 1 is signed by CN=localhost, and certificate 2 is of"
                + " CN=other-ca"),
        fault);
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("none.pem");
    String fault =
        String.valueOf(
            assertThrows(IOException.class, () -> TlsIdentity.read(new TlsFiles(missing, missing)))
                .getMessage());
    assertEquals("cannot read the certificate file " + missing + ": there is no such file", fault);
  }

  // Pins.

  @Test
  void pinsAreReadInAllTheirForms() {
    Pin pin = Authority.selfSigned().pin();
    assertEquals(pin, Pin.parse(pin.toString()));
    assertEquals(pin, Pin.parse("sha256//" + pin.toString().substring("sha256:".length())));
    byte[] digest = java.util.Base64.getDecoder().decode(pin.toString().substring(7));
    assertEquals(pin, Pin.parse("sha256:" + java.util.HexFormat.of().formatHex(digest)));
    assertFalse(pin.equals(Authority.selfSigned().pin()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "sha256:00", "md5:AAAA", "sha256:====", "sha1:AA"})
  void whatIsNoPinIsRefused(String text) {
    assertTrue(fault(() -> Pin.parse(text)).startsWith("a pin is sha256:"));
  }
}
