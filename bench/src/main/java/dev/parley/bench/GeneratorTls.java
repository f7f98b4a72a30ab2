package dev.parley.bench;

import dev.parley.frame.Layer;
import dev.parley.frame.ProtocolException;
import dev.parley.secure.Security;
import dev.parley.secure.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// TLS 1.3 with AES-256-GCM for the generator, which asks and is not measured: its handshakes run
/// on its loop. It trusts one certificate.
final class GeneratorTls implements Security {
  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final String[] SUITES = {"TLS_AES_256_GCM_SHA384"};

  private final SSLContext context;

  private GeneratorTls(SSLContext context) {
    this.context = context;
  }

  /// Trusts the certificate in this PEM file.
  static GeneratorTls trusting(Path certificate) throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return new GeneratorTls(context);
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS: " + e.getMessage(), e);
    }
  }

  @Override
  public Layer server(Surroundings surroundings) {
    throw new IllegalStateException("the generator only calls");
  }

  @Override
  public Layer client(Surroundings surroundings) {
    SSLEngine engine = context.createSSLEngine("localhost", 0);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setEnabledCipherSuites(SUITES);
    return new Client(engine);
  }

  @Override
  public boolean authenticates() {
    return false;
  }

  @Override
  public boolean protects() {
    return true;
  }

  @Override
  public boolean carriesDatagrams() {
    return false;
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  /// `tls`.
  @Override
  public String toString() {
    return "tls";
  }

  /// One connection's side.
  private static final class Client implements Layer {
    private final SSLEngine engine;
    private ByteBuffer wire = ByteBuffer.allocate(0);
    private ByteBuffer plain;
    private ByteBuffer record;
    private ByteBuffer said = ByteBuffer.allocate(1 << 10);
    private boolean isLogin = true;

    Client(SSLEngine engine) {
      this.engine = engine;
      this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      this.record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    @Override
    public void start(Sink outer) {
      try {
        engine.beginHandshake();
        shake(outer);
      } catch (SSLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void receive(ByteBuffer more, Sink inner, Sink outer) throws ProtocolException {
      ByteBuffer all = ByteBuffer.allocate(wire.remaining() + more.remaining());
      wire = all.put(wire).put(more).flip();
      try {
        SSLEngineResult result;
        do {
          result = engine.unwrap(wire, plain);
          if (plain.position() > 0) {
            inner.put(plain.flip());
            plain.clear();
          }
          shake(outer);
        } while (result.getStatus() == SSLEngineResult.Status.OK
            && (wire.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP));
      } catch (SSLException e) {
        throw new ProtocolException(ProtocolException.Fault.LOGIN, "TLS: " + e.getMessage());
      }
    }

    /// Whatever the handshake can do now.
    private void shake(Sink outer) throws SSLException {
      for (; ; ) {
        switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> {
            for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
              task.run();
            }
          }
          case NEED_WRAP -> wrap(ByteBuffer.allocate(0), outer);
          case NOT_HANDSHAKING, FINISHED -> {
            isLogin = false;
            flush(outer);
            return;
          }
          default -> {
            return;
          }
        }
      }
    }

    private void wrap(ByteBuffer from, Sink outer) throws SSLException {
      SSLEngineResult _ = engine.wrap(from, record.clear());
      if (record.position() > 0) {
        outer.put(record.flip());
      }
    }

    @Override
    public void send(ByteBuffer inner, Sink outer) {
      if (said.remaining() < inner.remaining()) {
        said = ByteBuffer.allocate(2 * (said.position() + inner.remaining())).put(said.flip());
      }
      said.put(inner);
    }

    @Override
    public void flush(Sink outer) {
      if (isLogin || said.position() == 0) {
        return;
      }
      try {
        said.flip();
        while (said.hasRemaining()) {
          wrap(said, outer);
        }
        said.clear();
      } catch (SSLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void finish(Sink outer) {
      flush(outer);
      engine.closeOutbound();
      try {
        wrap(ByteBuffer.allocate(0), outer);
      } catch (SSLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void end() {}

    @Override
    public boolean isLogin() {
      return isLogin;
    }

    @Override
    public boolean isTransparent() {
      return false;
    }

    @Override
    public boolean isHolding() {
      return isLogin && said.position() > 0;
    }

    @Override
    public long held() {
      return isHolding() ? said.position() : 0;
    }
  }
}
