package dev.parley.simulation;

import dev.parley.secure.Entropy;
import dev.parley.tls.SelfSigned;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/// The certificate of simulated servers, one for all. Settings are new each time: they remember the
/// TLS sessions of before, and one that is resumed takes another way.
final class TestCertificate {
  private static final char[] PASSWORD = "test".toCharArray();
  private static final SelfSigned CERTIFICATE = made();

  private TestCertificate() {}

  static TlsServer server() {
    return Tls.server(keys());
  }

  static TlsClient client() {
    return Tls.client().withPin(CERTIFICATE.pin());
  }

  private static SelfSigned made() {
    return SelfSigned.make(
        "server",
        new SelfSigned.Names(List.of("tls"), List.of()),
        Instant.now().minus(Duration.ofDays(1)),
        Duration.ofDays(10),
        Entropy.secure());
  }

  private static X509ExtendedKeyManager keys() {
    try {
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      CERTIFICATE.certificate().getBytes(StandardCharsets.US_ASCII)));
      PrivateKey key =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keyBytes()));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, PASSWORD, new Certificate[] {certificate});
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, PASSWORD);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] keyBytes() {
    String body = CERTIFICATE.keyPem().replaceAll("-----[^-]*-----", "");
    return Base64.getMimeDecoder().decode(body);
  }
}
