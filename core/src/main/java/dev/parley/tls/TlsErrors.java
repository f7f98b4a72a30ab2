package dev.parley.tls;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Translates JSSE's exceptions to problems that a user can act on. The JDK uses the same exception
/// for most faults, so their messages distinguish them. Those are the JDK's own text, except where
/// they quote the peer.
final class TlsErrors {
  /// JSSE's message for an alert (RFC 8446 §6.2) that it knows.
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

  private static final int MAX_SHOWN = 200;

  private TlsErrors() {}

  /// Returns the fault that caused `e`.
  ///
  /// @param isClient true if we are the client
  /// @param isDone true if the handshake was over
  static ProtocolException of(SSLException e, boolean isClient, boolean isDone) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UntrustedException untrusted) {
        return wrongProof(untrusted.problem());
      }
      if (cause instanceof AEADBadTagException) {
        return new ProtocolException(Fault.FORGED, Problem.of(TlsProblem.FORGED));
      }
    }
    String text = String.valueOf(e.getMessage());
    Matcher alert = ALERT.matcher(text);
    if (alert.find()) {
      return isClient ? login(byServer(alert.group(1))) : declined(byClient(alert.group(1)));
    }
    if (text.contains("Empty client certificate chain")) {
      return login(Problem.of(TlsProblem.NO_CLIENT_CERTIFICATE));
    }
    TlsProblem unsupported = unsupported(text, isClient);
    if (unsupported != null) {
      return declined(Problem.of(unsupported));
    }
    if (text.contains("Invalid CertificateVerify")) {
      return wrongProof(
          Problem.of(isClient ? TlsProblem.SERVER_WITHOUT_KEY : TlsProblem.CLIENT_WITHOUT_KEY));
    }
    String shown = Printable.line(text.getBytes(StandardCharsets.UTF_8), MAX_SHOWN);
    return isDone
        ? new ProtocolException(
            Fault.MALFORMED,
            Problem.of(isClient ? TlsProblem.SERVER_BROKE : TlsProblem.CLIENT_BROKE, shown))
        : login(
            Problem.of(
                isClient ? TlsProblem.SERVER_HANDSHAKE : TlsProblem.CLIENT_HANDSHAKE, shown));
  }

  static ProtocolException login(Problem problem) {
    return new ProtocolException(Fault.LOGIN, problem);
  }

  private static ProtocolException wrongProof(Problem problem) {
    return new ProtocolException(Fault.WRONG_PROOF, problem);
  }

  private static ProtocolException declined(Problem problem) {
    return new ProtocolException(Fault.DECLINED, problem);
  }

  private static Problem byServer(String alert) {
    return switch (alert) {
      case "unexpected_message" -> Problem.of(TlsProblem.NO_TLS_ALERT);
      case "certificate_required" -> Problem.of(TlsProblem.CERTIFICATE_REQUIRED);
      case "bad_certificate", "certificate_unknown" ->
          Problem.of(TlsProblem.CERTIFICATE_REFUSED, alert);
      case "unknown_ca" -> Problem.of(TlsProblem.AUTHORITY_REFUSED);
      case "unsupported_certificate" -> Problem.of(TlsProblem.CERTIFICATE_KIND_REFUSED);
      case "certificate_expired" -> Problem.of(TlsProblem.CERTIFICATE_EXPIRED);
      case "certificate_revoked" -> Problem.of(TlsProblem.CERTIFICATE_REVOKED);
      case "protocol_version" -> Problem.of(TlsProblem.NO_COMMON_VERSION);
      case "handshake_failure", "insufficient_security" ->
          Problem.of(TlsProblem.NOTHING_IN_COMMON, alert);
      case "unrecognized_name" -> Problem.of(TlsProblem.UNRECOGNIZED_NAME);
      default -> Problem.of(TlsProblem.SERVER_ALERT, alert);
    };
  }

  private static Problem byClient(String alert) {
    return switch (alert) {
      case "unknown_ca" -> Problem.of(TlsProblem.CLIENT_AUTHORITY_REFUSED);
      case "bad_certificate", "certificate_unknown" ->
          Problem.of(TlsProblem.CLIENT_CERTIFICATE_REFUSED, alert);
      case "unsupported_certificate" -> Problem.of(TlsProblem.CLIENT_CERTIFICATE_KIND_REFUSED);
      case "certificate_revoked" -> Problem.of(TlsProblem.CLIENT_CERTIFICATE_REVOKED);
      case "certificate_expired" -> Problem.of(TlsProblem.CLIENT_CERTIFICATE_EXPIRED);
      case "protocol_version" -> Problem.of(TlsProblem.CLIENT_VERSION);
      default -> Problem.of(TlsProblem.CLIENT_ALERT, alert);
    };
  }

  /// Returns the problem of two sides that have no parameter in common; null if that is not the
  /// fault.
  private static @Nullable TlsProblem unsupported(String text, boolean isClient) {
    if (text.contains("protocol version") || text.contains("is not enabled or supported")) {
      return isClient ? TlsProblem.NO_COMMON_VERSION : TlsProblem.CLIENT_OLD_VERSION;
    }
    if (text.contains("no cipher suites in common") || text.contains("No appropriate protocol")) {
      return TlsProblem.NO_COMMON_SUITE;
    }
    if (text.contains("Illegal server name")) {
      return TlsProblem.ILLEGAL_NAME;
    }
    if (text.contains("No available authentication scheme")) {
      return TlsProblem.NO_COMMON_SIGNATURE;
    }
    return null;
  }
}
