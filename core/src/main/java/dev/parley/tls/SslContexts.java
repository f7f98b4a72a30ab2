package dev.parley.tls;

import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.problem.UnsupportedByRuntimeException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The common settings for all uses of the JDK's TLS.
final class SslContexts {
  /// The maximum number of resumable sessions. JSSE's own default is 20,480, for a day.
  private static final int RESUMABLE_SESSIONS = 1024;

  private static final int RESUMABLE_SECONDS = 3600;

  /// The TLS 1.2 suites with forward secrecy and authenticated encryption (RFC 9325 §4.2). All TLS
  /// 1.3 suites have both.
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /// Without finite-field groups, which cost a server ten times as much.
  private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1"};

  /// RFC 7301 §3.1: the length of a name is one byte.
  private static final int MAX_PROTOCOL_BYTES = 255;

  private SslContexts() {}

  /// Checks names of application protocols.
  ///
  /// @throws InvalidValueException if one is empty, longer than 255 bytes or not ASCII
  static List<String> protocols(List<String> names) {
    for (String name : names) {
      boolean isAscii = name.chars().allMatch(c -> c < 0x80);
      if (name.isEmpty() || name.length() > MAX_PROTOCOL_BYTES || !isAscii) {
        throw new InvalidValueException(TlsProblem.APPLICATION_PROTOCOL, MAX_PROTOCOL_BYTES);
      }
    }
    return List.copyOf(names);
  }

  /// @throws UnsupportedByRuntimeException if this Java runtime lacks TLS
  static SSLContext tls(@Nullable KeyManager key, @Nullable TrustManager trust) {
    TlsProblem _ = TlsProblem.FORGED; // classes cannot be loaded when memory is full
    CertificateProblem _ = CertificateProblem.EXPIRED;
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(
          key == null ? new KeyManager[0] : new KeyManager[] {key},
          trust == null ? new TrustManager[0] : new TrustManager[] {trust},
          null);
      tls.getServerSessionContext().setSessionCacheSize(RESUMABLE_SESSIONS);
      tls.getServerSessionContext().setSessionTimeout(RESUMABLE_SECONDS);
      tls.getClientSessionContext().setSessionCacheSize(RESUMABLE_SESSIONS);
      tls.getClientSessionContext().setSessionTimeout(RESUMABLE_SECONDS);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(TlsProblem.CANNOT_TALK, Problem.of(e)), e);
    }
  }

  /// Returns the parameters of every engine.
  ///
  /// @param protocols the application protocols to negotiate (RFC 7301), best first; empty for no
  ///   negotiation
  static SSLParameters parameters(SSLEngine engine, TlsVersion oldest, List<String> protocols) {
    List<String> supported = Arrays.asList(engine.getSupportedCipherSuites());
    SSLParameters parameters =
        new SSLParameters(
            SUITES.stream().filter(supported::contains).toArray(String[]::new), oldest.protocols());
    parameters.setNamedGroups(GROUPS);
    parameters.setUseCipherSuitesOrder(true);
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    return parameters;
  }
}
