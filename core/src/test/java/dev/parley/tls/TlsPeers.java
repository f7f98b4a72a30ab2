package dev.parley.tls;

import dev.parley.layer.LayerBuffers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS peers that behave as ours cannot be configured to.
public final class TlsPeers {
  private TlsPeers() {}

  /// Returns a client that supports only TLS 1.2 and accepts every server.
  public static TlsLayer oldClient(@Nullable TlsFiles own) throws IOException {
    CertificateSelector identity =
        own == null ? null : new CertificateSelector(List.of(TlsIdentity.read(own)));
    SSLEngine engine =
        SslContexts.tls(identity, new CertificateVerifier.ByKey(null)).createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = SslContexts.parameters(engine, TlsVersion.TLS_1_2, List.of());
    parameters.setProtocols(new String[] {"TLSv1.2"});
    engine.setSSLParameters(parameters);
    return new TlsLayer(engine, false, new LayerBuffers());
  }

  /// Returns a connected socket with TLS 1.2 that trusts the authority in `authority`, to a port of
  /// this machine.
  public static SSLSocket old(Path authority, int port)
      throws IOException, GeneralSecurityException {
    return client(authority, port, "TLSv1.2");
  }

  /// Like [#old], with this version of TLS.
  public static SSLSocket client(Path authority, int port, String version)
      throws IOException, GeneralSecurityException {
    SSLSocket socket =
        (SSLSocket)
            context(authority, version)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  /// Like [#client], over a connection on which plain text was spoken before.
  public static SSLSocket over(Socket plain, Path authority, String version)
      throws IOException, GeneralSecurityException {
    SSLSocket socket =
        (SSLSocket)
            context(authority, version)
                .getSocketFactory()
                .createSocket(plain, "localhost", plain.getPort(), true);
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  private static SSLContext context(Path authority, String version)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream file = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance(version);
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
