package dev.parley.bench.attack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/// Creates TLS clients, with the JDK alone.
final class TlsEngines {
  private static final int RECORD = 1 << 15;

  private TlsEngines() {}

  /// Returns a context that trusts only the certificate `cert.pem` of a directory.
  static SSLContext trusting(Path credentials) throws IOException {
    try (InputStream in = Files.newInputStream(credentials.resolve("cert.pem"))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS with " + credentials + ": " + e.getMessage(), e);
    }
  }

  /// Returns a client's engine for TLS 1.3 that has not started.
  static SSLEngine client(SSLContext context) {
    SSLEngine engine = context.createSSLEngine("localhost", 1);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    return engine;
  }

  /// Returns the first record of a handshake.
  static ByteBuffer hello(SSLContext context) throws IOException {
    SSLEngine engine = client(context);
    engine.beginHandshake();
    ByteBuffer record = ByteBuffer.allocate(RECORD);
    var _ = engine.wrap(ByteBuffer.allocate(0), record);
    return record.flip();
  }
}
