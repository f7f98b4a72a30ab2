package dev.parley.secure;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Peers that talk TLS in ways that ours do not by themselves.
final class TlsPeers {
  private TlsPeers() {}

  /// A client that talks TLS 1.2 alone and believes every server.
  static TlsLayer oldClient(@Nullable TlsFiles own) throws IOException {
    IdentityChoice identity =
        own == null ? null : new IdentityChoice(List.of(TlsIdentity.read(own)));
    SSLEngine engine = Jsse.tls(identity, new PeerTrust.ByKey(null)).createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = Jsse.parameters(engine, TlsVersion.TLS_1_2);
    parameters.setProtocols(new String[] {"TLSv1.2"});
    engine.setSSLParameters(parameters);
    return new TlsLayer(engine, false, new RecordBuffers());
  }
}
