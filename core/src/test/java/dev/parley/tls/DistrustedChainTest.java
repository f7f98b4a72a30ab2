package dev.parley.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each cause for rejecting a certificate has its own message, on both sides.
class DistrustedChainTest {
  private static final String CA =
      "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign";

  @TempDir private Path directory;

  /// Returns a client's message on a server with this certificate.
  private String ofServer(TlsFiles files, Path authorities) throws IOException {
    return refusal(
        Tls.server(List.of(files)), Tls.client().withAuthorities(authorities), "localhost");
  }

  /// Returns a server's message on a client with this certificate.
  private String ofClient(TlsFiles files, Path authorities) throws IOException {
    TlsFiles own = Authority.selfSigned(directory, "own");
    TlsClient client = Tls.client().withAuthorities(own.certificate()).withCertificate(files);
    return refusal(
        Tls.server(List.of(own)).withClientAuthorities(authorities), client, "localhost");
  }

  /// Returns the refusal, or an empty string if both sides agree.
  private static String refusal(Tls serving, Tls calling, String host) {
    TlsSide client = new TlsSide(calling.layer(host, 1, new LayerBuffers()));
    try {
      TlsPair pair = new TlsPair(serving, client, 1 << 16);
      assertFalse(pair.server.layer.login().isPending() || client.layer.login().isPending());
      return "";
    } catch (ProtocolException e) {
      assertEquals(ProtocolException.Fault.WRONG_PROOF, e.fault());
      return String.valueOf(e.getMessage());
    }
  }

  private static void assertSaid(String said, String sentence) {
    if (sentence.isEmpty()) {
      assertEquals("", said);
    } else {
      assertTrue(said.contains(sentence), () -> "wanted: " + sentence + "\nsaid: " + said);
    }
  }

  private void assertBoth(TlsFiles files, Path authorities, String sentence) throws IOException {
    assertSaid(ofServer(files, authorities), sentence.replace("SIDE", "server"));
    assertSaid(ofClient(files, authorities), sentence.replace("SIDE", "client"));
  }

  @Test
  void dates() throws Exception {
    Authority authority = new Authority(directory, "ca");
    assertBoth(authority.sign("good", "localhost"), authority.file(), "");
    assertBoth(
        authority.expired("old", "localhost"),
        authority.file(),
        "the SIDE's certificate has expired: it was good until 2020-01-02");
    assertBoth(
        authority.early("new", "localhost"),
        authority.file(),
        "the SIDE's certificate is not valid yet: it will be from 2098-12-31");
  }

  /// The JDK does not check the dates of a certificate that is itself among the authorities.
  @Test
  void datesOfWhatIsTrustedAsItIs() throws Exception {
    Authority authority = new Authority(directory, "ca");
    TlsFiles good = authority.sign("good", "localhost");
    TlsFiles old = authority.expired("old", "localhost");
    TlsFiles early = authority.early("new", "localhost");
    assertBoth(good, good.certificate(), "");
    assertBoth(
        old, old.certificate(), "the SIDE's certificate has expired: it was good until 2020-01-02");
    assertBoth(
        early,
        early.certificate(),
        "the SIDE's certificate is not valid yet: it will be from 2098-12-31");
  }

  @Test
  void whoSigned() throws Exception {
    Authority authority = new Authority(directory, "ca");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    TlsFiles files = authority.sign("good", "localhost");
    assertSaid(
        ofServer(files, new Authority(directory, "other").file()),
        "signed by CN=ca) is not signed by anybody who is trusted here");
    assertSaid(
        ofClient(files, new Authority(directory, "other").file()),
        "signed by CN=ca) is not signed by an authority that clients may come from here");
    assertSaid(
        ofServer(Authority.selfSigned(directory, "self"), authority.file()),
        "signed by itself) is not signed by anybody who is trusted here");
    assertBoth(
        files,
        new Authority(elsewhere, "ca").file(),
        "the SIDE's certificate is not signed by the key of CN=ca");
  }

  @Test
  void theServersName() throws Exception {
    Authority authority = new Authority(directory, "ca");
    assertSaid(
        ofServer(authority.sign("named", "one.example"), authority.file()),
        "is for one.example, not for localhost");
  }

  @Test
  void aCommonNameIsNoName() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.authority("ca", "", CA);
    openssl.authority("localhost", "ca", "");
    assertSaid(
        ofServer(openssl.files("localhost"), openssl.file("ca.pem")),
        "has no subject alternative name, and the common name of its subject (CN=localhost) does not"
            + " count (RFC 9525); have it issued for localhost, or give its pin");
    assertEquals(
        List.of(
            "the certificate of localhost has no subject alternative name; clients that call it by a"
                + " name will refuse it"),
        Tls.server(List.of(openssl.files("localhost"))).warnings(Clock.system()).stream()
            .map(Problem::toString)
            .toList());
    openssl.certificate("other", "ca", "-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1");
    assertSaid(
        ofServer(openssl.files("other"), openssl.file("ca.pem")),
        "the server's certificate is for 127.0.0.1, not for localhost");
  }

  /// RFC 9525 §6.3: a wildcard matches only the whole first label.
  @ParameterizedTest
  @CsvSource({
    "*.b.example, a.b.example, true",
    "*.b.example, A.B.EXAMPLE, true",
    "*.b.example, x.a.b.example, false",
    "*.b.example, b.example, false",
    "a*.b.example, ab.b.example, false",
    "a.*.example, a.b.example, false",
    "*.*.example, a.b.example, false",
    "*.example, b.example, false",
    "127.0.0.1, 127.0.0.1, false",
    "IP:127.0.0.1, 127.0.0.1, true",
    "IP:127.0.0.1, 127.0.0.2, false",
    "IP:::1, ::1, true"
  })
  void wildcardsAndAddresses(String certified, String called, boolean isFor) throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.authority("ca", "", CA);
    openssl.certificate(
        "leaf",
        "ca",
        "-subj /CN=leaf -addext subjectAltName="
            + (certified.startsWith("IP:") ? certified : "DNS:" + certified));
    String said =
        refusal(
            Tls.server(List.of(openssl.files("leaf"))),
            Tls.client().withAuthorities(openssl.file("ca.pem")),
            called);
    assertSaid(said, isFor ? "" : ", not for " + called.toLowerCase(Locale.ROOT));
  }

  @Test
  void keysThatAreTooWeak() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.authority("weak", "", "rsa:2047", CA);
    openssl.authority("strong", "", "rsa:2048", CA);
    openssl.leaf("of-weak", "weak", "");
    openssl.leaf("of-strong", "strong", "rsa:2048", "");
    assertBoth(openssl.files("of-strong"), openssl.file("strong.pem"), "");
    String sentence = "key that is too weak: RSA of 2047 bits, where 2048 are the least";
    assertBoth(
        openssl.files("of-weak"),
        openssl.file("weak.pem"),
        "a certificate that the SIDE's rests on, of CN=weak, has a " + sentence);

    openssl.leaf("leaf", "strong", "rsa:2047", "");
    TlsFiles files = openssl.files("leaf");
    IllegalArgumentException own =
        assertThrows(IllegalArgumentException.class, () -> Tls.server(List.of(files)));
    assertSaid(String.valueOf(own.getMessage()), "holds a certificate for a " + sentence);

    X509Certificate shown = TlsIdentity.authorities(files.certificate()).getFirst();
    X509Certificate[] chain = {shown};
    DistrustedChain trusted =
        new DistrustedChain(TlsIdentity.authorities(openssl.file("strong.pem")));
    UntrustedException e =
        assertThrows(
            UntrustedException.class, () -> trusted.checkStrength(chain, DistrustedChain.CLIENT));
    assertEquals("the client's certificate has a " + sentence, e.getMessage());
    UntrustedException pinned =
        assertThrows(UntrustedException.class, () -> DistrustedChain.checkPinned(shown));
    assertEquals(
        "the server has the pinned key, and that is too weak: RSA of 2047 bits, where 2048 are the"
            + " least",
        pinned.getMessage());
  }

  @Test
  void signaturesThatCanBeForged() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.authority("ca", "", CA + " -sha1");
    openssl.leaf("good", "ca", "");
    assertBoth(openssl.files("good"), openssl.file("ca.pem"), "");
    openssl.leaf("old", "ca", "-sha1");
    assertBoth(
        openssl.files("old"),
        openssl.file("ca.pem"),
        "the SIDE's certificate has a signature that can be forged: SHA1withECDSA");
  }

  @Test
  void whatItMayBeUsedFor() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.authority("ca", "", CA);
    Path ca = openssl.file("ca.pem");
    openssl.leaf("plain", "ca", "");
    assertBoth(openssl.files("plain"), ca, "");
    openssl.leaf("server", "ca", "-addext extendedKeyUsage=serverAuth");
    assertSaid(ofServer(openssl.files("server"), ca), "");
    assertSaid(
        ofClient(openssl.files("server"), ca),
        "may not be used by a client: its extended key usage does not name");
    openssl.leaf("client", "ca", "-addext extendedKeyUsage=clientAuth");
    assertSaid(
        ofServer(openssl.files("client"), ca),
        "may not be used by a server: its extended key usage does not name");
    assertSaid(ofClient(openssl.files("client"), ca), "");
    openssl.leaf("encipher", "ca", "-addext keyUsage=critical,keyAgreement");
    assertBoth(
        openssl.files("encipher"),
        ca,
        "the SIDE's certificate may not be used for TLS: its key usage does not name digital");
    openssl.leaf("critical", "ca", "-addext 1.2.3.4=critical,DER:0500");
    assertBoth(openssl.files("critical"), ca, "has a critical extension that this Java runtime");
  }

  @Test
  void authoritiesBetween() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.authority("ca", "", CA + ",cRLSign");
    openssl.authority("between", "ca", CA);
    chained(openssl, "between", "");
    openssl.authority("nobody", "ca", "-addext basicConstraints=critical,CA:FALSE");
    chained(openssl, "nobody", "CN=nobody, may not sign others: it is not the certificate of an");
    openssl.authority(
        "unsigning",
        "ca",
        "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,digitalSignature");
    chained(openssl, "unsigning", "CN=unsigning, may not sign others: its key usage does not name");
    openssl.authority("short", "ca", CA.replace("CA:TRUE", "CA:TRUE,pathlen:0"));
    openssl.authority("deep", "short", CA);
    Files.writeString(
        openssl.file("deep.pem"),
        Files.readString(openssl.file("deep.pem")) + Files.readString(openssl.file("short.pem")));
    chained(openssl, "deep", "has more authorities below it than it allows (path length)");
    openssl.authority("narrow", "ca", CA + " -addext nameConstraints=permitted;DNS:example.org");
    chained(openssl, "narrow", "has a name that an authority above it may not sign");
  }

  /// A certificate that `signer` has signed, followed by that of `signer`.
  private void chained(Openssl openssl, String signer, String sentence) throws Exception {
    String name = "leaf-of-" + signer;
    openssl.leaf(name, signer, "");
    Files.writeString(
        openssl.file(name + ".pem"),
        Files.readString(openssl.file(name + ".pem"))
            + Files.readString(openssl.file(signer + ".pem")));
    assertBoth(openssl.files(name), openssl.file("ca.pem"), sentence);
  }

  @Test
  void weakAlgorithms() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.authority("ca", "", CA);
    openssl.authority("rsa", "", "rsa:2048", CA);
    openssl.leaf("md5", "rsa", "-md5");
    assertBoth(
        openssl.files("md5"),
        openssl.file("rsa.pem"),
        "a signature that can be forged: MD5withRSA");
    openssl.authority("short", "ca", "rsa:768", CA);
    chained(openssl, "short", "has a key that is too weak: RSA of 768 bits");
  }

  /// Names that the JDK does not accept, and the trailing dot of the DNS root.
  @Test
  void namesThatTheJdkDoesNotKnow() throws Exception {
    Authority authority = new Authority(directory, "ca");
    TlsClient client = Tls.client().withAuthorities(authority.file());
    TlsFiles plain = authority.sign("plain", "localhost");
    TlsServer score = Tls.server(List.of(authority.sign("score", "my_host")));
    TlsServer star = Tls.server(List.of(authority.sign("star", "*.example.org")));
    TlsServer dotted = Tls.server(List.of(authority.sign("dotted", "my_host.")));
    for (String host : List.of("my_host", "MY_HOST", "my_host.")) {
      assertEquals("", refusal(score, client, host), host);
      assertEquals("", refusal(dotted, client, host), host);
    }
    assertEquals("", refusal(star, client, "a_b.example.org"));
    assertEquals("", refusal(star, client, "-a.example.org."));
    assertEquals("", refusal(Tls.server(List.of(plain)), client, "localhost."));
    for (String host : List.of("your_host", "my_host.example", "a.my_host")) {
      assertSaid(refusal(score, client, host), "is for my_host, not for " + host);
    }
    for (String host : List.of("a_b.c.example.org", "_.example")) {
      assertSaid(refusal(star, client, host), "is for *.example.org, not for " + host);
    }
    assertSaid(
        refusal(Tls.server(List.of(plain)), client, "my_host"),
        "is for localhost, not for my_host");
    String pin = Pin.of(TlsIdentity.read(plain).certificate()).toString();
    assertEquals(
        "", refusal(Tls.server(List.of(plain)), client.withPin(Pin.parse(pin)), "my_host"));
  }

  /// The JDK's server rejects a client that requests such a name; the client gets a clear message.
  @Test
  void aClientThatAsksForAnUnderscoreIsToldOfIt() throws Exception {
    Authority authority = new Authority(directory, "ca");
    TlsServer server = Tls.server(List.of(authority.sign("score", "my_host")));
    SSLEngine engine = SslContexts.tls(null, new CertificateVerifier.ByKey(null)).createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = SslContexts.parameters(engine, TlsVersion.TLS_1_3, List.of());
    parameters.setServerNames(List.of(new Named("my_host")));
    engine.setSSLParameters(parameters);
    TlsSide client = new TlsSide(new TlsLayer(engine, false, new LayerBuffers()));
    String said =
        assertThrows(ProtocolException.class, () -> new TlsPair(server, client, 1 << 16))
            .getMessage();
    assertSaid(said, "asks for a host name that Java's TLS does not take, with an underscore");
  }

  private static final class Named extends SNIServerName {
    Named(String host) {
      super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
