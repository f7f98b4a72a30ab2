package dev.parley.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.reload.Looks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the effect of changes to a TLS server's files.
final class FollowedCertificatesTest {
  @TempDir private Path directory;
  private int renewals;

  private void renewed() {
    renewals++;
  }

  // The server's own certificates.

  private static void write(TlsFiles files, SelfSigned pair) throws IOException {
    Files.writeString(files.certificate(), pair.certificate());
    Files.writeString(files.key(), pair.keyPem());
    Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-------"));
  }

  private TlsFiles pair(String name, SelfSigned pair) throws IOException {
    TlsFiles files = Authority.write(directory, name, pair);
    write(files, pair);
    return files;
  }

  private Looks followed(OwnCertificates own) {
    Looks looks = new Looks(own);
    assertEquals(List.of(), looks.settled());
    return looks;
  }

  private static boolean isOne(String told, String pattern) {
    return told.matches(pattern.replace("LABEL", "\\[localhost, 127\\.0\\.0\\.1 \\(\\w{8}\\)\\]"));
  }

  @Test
  void aNewPairIsUsed() throws Exception {
    TlsFiles files = pair("server", Authority.selfSigned());
    OwnCertificates own = new OwnCertificates(List.of(files), this::renewed);
    Looks looks = followed(own);
    write(files, Authority.selfSigned());
    List<String> told = looks.settled();
    assertTrue(
        isOne(String.join("|", told), "certificates added LABEL removed LABEL now 1"),
        told.toString());
    assertEquals(1, renewals);
    assertEquals(List.of(), looks.settled());
    assertEquals(1, renewals);
  }

  @Test
  void aPairThatDoesNotFitKeepsTheOldOneUntilBothDo() throws Exception {
    TlsFiles files = pair("server", Authority.selfSigned());
    OwnCertificates own = new OwnCertificates(List.of(files), this::renewed);
    X509Certificate first = own.identities().getFirst().certificate();
    Looks looks = followed(own);
    SelfSigned second = Authority.selfSigned();
    Files.writeString(files.certificate(), second.certificate());
    List<String> told = looks.settled();
    assertEquals(1, told.size(), told.toString());
    assertTrue(told.getFirst().startsWith("server-cert.pem kept: the key file "), told.toString());
    assertEquals(first, own.identities().getFirst().certificate());
    Files.writeString(files.key(), second.keyPem());
    told = looks.settled();
    assertEquals(2, told.size(), told.toString());
    assertTrue(told.getFirst().startsWith("certificates added "), told.toString());
    assertEquals("server-cert.pem repaired", told.getLast());
    assertEquals(1, renewals);
  }

  @Test
  void missingAndEmptyFilesKeepThePair() throws Exception {
    TlsFiles files = pair("server", Authority.selfSigned());
    OwnCertificates own = new OwnCertificates(List.of(files), this::renewed);
    Looks looks = followed(own);
    Files.delete(files.key());
    assertTrue(looks.settled().toString().contains("there is no such file"));
    Files.writeString(files.certificate(), "");
    assertTrue(looks.settled().toString().contains("server-cert.pem kept: "));
    assertEquals(1, own.identities().size());
    assertEquals(0, renewals);
  }

  @Test
  void aFaultyPairHoldsUpNoOther() throws Exception {
    TlsFiles one = pair("one", Authority.selfSigned());
    TlsFiles two = pair("two", Authority.selfSigned());
    OwnCertificates own = new OwnCertificates(List.of(one, two), this::renewed);
    Looks looks = followed(own);
    Files.writeString(one.certificate(), "garbage");
    write(two, Authority.selfSigned());
    List<String> told = looks.settled();
    assertTrue(told.getFirst().startsWith("certificates added "), told.toString());
    assertTrue(told.getLast().startsWith("one-cert.pem kept: "), told.toString());
  }

  @Test
  void aKeyThatOthersMayReadIsTold() throws Exception {
    TlsFiles files = pair("server", Authority.selfSigned());
    Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
    Looks looks = new Looks(new OwnCertificates(List.of(files), this::renewed));
    assertEquals(List.of("server-key.pem exposed"), looks.first());
  }

  // The clients' authorities.

  private Path list(Authority... authorities) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Authority authority : authorities) {
      all.append(Files.readString(authority.file()));
    }
    return Files.writeString(directory.resolve("list.pem"), all);
  }

  private static X509Certificate[] chain(TlsFiles files) throws IOException {
    return TlsIdentity.read(files).chain().toArray(X509Certificate[]::new);
  }

  @Test
  void sessionsEndWhoseCertificateNobodyInTheListHasSigned() throws Exception {
    Authority one = new Authority(directory, "one-ca");
    Authority two = new Authority(directory, "two-ca");
    Path list = list(one, two);
    ClientAuthorities clients = new ClientAuthorities(list, this::renewed);
    Looks looks = new Looks(clients);
    assertEquals(List.of(), looks.settled());
    VerifierTrustManager then = clients.trust();
    var alice = clients.admit(chain(one.sign("alice", "alice")), then);
    var bob = clients.admit(chain(two.sign("bob", "bob")), then);
    list(two);
    List<String> told = looks.settled();
    assertTrue(
        told.getFirst()
            .matches("client-authorities added \\[\\] removed \\[CN=one-ca \\(\\w{8}\\)\\] now 1"),
        told.toString());
    assertTrue(alice.isRevoked());
    assertFalse(bob.isRevoked());
    assertTrue(
        clients.admit(chain(one.sign("carol", "carol")), then).isRevoked(),
        "who has begun before and gets in after");
    assertEquals(1, renewals);
  }

  @Test
  void anEmptyListMeansNobody() throws Exception {
    Authority one = new Authority(directory, "one-ca");
    ClientAuthorities clients = new ClientAuthorities(list(one), this::renewed);
    Looks looks = new Looks(clients);
    var alice = clients.admit(chain(one.sign("alice", "alice")), clients.trust());
    list();
    assertTrue(looks.settled().getFirst().endsWith(" now 0"));
    assertTrue(alice.isRevoked());
    UntrustedException e =
        assertThrows(
            UntrustedException.class,
            () ->
                new NobodyTrust()
                    .checkClientTrusted(chain(one.sign("bob", "bob")), "EC", engine()));
    assertEquals(
        "the client's certificate (of CN=bob) is not accepted: the file of the authorities that"
            + " clients may come from is missing or empty",
        e.getMessage());
    assertEquals(0, new NobodyTrust().getAcceptedIssuers().length);
  }

  private static javax.net.ssl.SSLEngine engine() {
    return SslContexts.tls(null, new NobodyTrust()).createSSLEngine();
  }

  @Test
  void aMissingListMeansNobodyAndAMalformedOneTheLast() throws Exception {
    Authority one = new Authority(directory, "one-ca");
    Path list = list(one);
    ClientAuthorities clients = new ClientAuthorities(list, this::renewed);
    Looks looks = new Looks(clients);
    var alice = clients.admit(chain(one.sign("alice", "alice")), clients.trust());
    Files.writeString(list, "not PEM");
    assertEquals(
        List.of("list.pem kept: it holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)"),
        looks.settled());
    assertFalse(alice.isRevoked());
    Files.delete(list);
    assertTrue(looks.settled().getFirst().endsWith(" now 0"));
    assertTrue(alice.isRevoked());
  }
}
