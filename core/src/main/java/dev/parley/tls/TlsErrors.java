package dev.parley.tls;

import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Translates JSSE's exceptions to messages that our user can act on. The JDK uses the same
/// exception for most faults, so they are told apart by their messages. Those are the JDK's own
/// text, except where they quote the peer.
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
    String peer = isClient ? "server" : "client";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UntrustedException) {
        return wrongProof(String.valueOf(cause.getMessage()));
      }
      if (cause instanceof AEADBadTagException) {
        return new ProtocolException(
            Fault.FORGED,
            "what came is not what the other side encrypted: it was changed on the way");
      }
    }
    String text = String.valueOf(e.getMessage());
    Matcher alert = ALERT.matcher(text);
    if (alert.find()) {
      return isClient ? login(byServer(alert.group(1))) : declined(byClient(alert.group(1)));
    }
    if (text.contains("Empty client certificate chain")) {
      return login("the client showed no certificate, and this server lets in none without");
    }
    String unsupported = unsupported(text, isClient);
    if (unsupported != null) {
      return declined(unsupported);
    }
    if (text.contains("Invalid CertificateVerify")) {
      return wrongProof("the " + peer + " does not have the key of the certificate that it showed");
    }
    String shown = Printable.line(text.getBytes(StandardCharsets.UTF_8), MAX_SHOWN);
    return isDone
        ? new ProtocolException(
            Fault.MALFORMED, "the " + peer + " broke TLS after the handshake: " + shown)
        : login("the TLS handshake with the " + peer + " failed: " + shown);
  }

  static ProtocolException login(String sentence) {
    return new ProtocolException(Fault.LOGIN, sentence);
  }

  private static ProtocolException wrongProof(String sentence) {
    return new ProtocolException(Fault.WRONG_PROOF, sentence);
  }

  private static ProtocolException declined(String sentence) {
    return new ProtocolException(Fault.DECLINED, sentence);
  }

  private static String byServer(String alert) {
    return switch (alert) {
      case "unexpected_message" ->
          "the server does not talk TLS at this address, or took what we said for none (alert"
              + " unexpected_message); perhaps it is a plain one, to be called with tcp://";
      case "certificate_required" ->
          "the server wants a client's certificate, and this client showed none that it takes;"
              + " give one and its key (--tls-cert and --tls-key, in Java withCertificate)";
      case "bad_certificate", "certificate_unknown" ->
          "the server does not take this client's certificate, or wants one and was shown none"
              + " (alert "
              + alert
              + "); its operator can see why";
      case "unknown_ca" ->
          "the server does not trust who signed this client's certificate; give one that an"
              + " authority it trusts has signed";
      case "unsupported_certificate" ->
          "the server says that this client's certificate is of a kind, or for a use, that it does"
              + " not take: perhaps its extended key usage does not name clients";
      case "certificate_expired" ->
          "the server says that this client's certificate has expired, or is not valid yet";
      case "certificate_revoked" ->
          "the server says that this client's certificate was revoked by who signed it";
      case "protocol_version" ->
          "the server talks no version of TLS that this client allows; perhaps it is an old one"
              + " that needs 1.2";
      case "handshake_failure", "insufficient_security" ->
          "the server found nothing that both sides support, or wants a client's certificate (alert "
              + alert
              + "); perhaps it is an old one that needs TLS 1.2";
      case "unrecognized_name" -> "the server says that it is nobody of the name that was called";
      default -> "the server ended TLS with the alert " + alert;
    };
  }

  private static String byClient(String alert) {
    return switch (alert) {
      case "unknown_ca" ->
          "the client does not trust who signed this server's certificate; it must be given that CA,"
              + " or the certificate's pin";
      case "bad_certificate", "certificate_unknown" ->
          "the client does not take this server's certificate (alert "
              + alert
              + "): it does not trust who signed it, or called another name, or found another fault,"
              + " which its own user can see";
      case "unsupported_certificate" ->
          "the client says that this server's certificate is of a kind, or for a use, that it does"
              + " not take: perhaps its extended key usage does not name servers";
      case "certificate_revoked" ->
          "the client says that this server's certificate was revoked by who signed it";
      case "certificate_expired" ->
          "the client says that this server's certificate has expired, or is not valid yet";
      case "protocol_version" -> "the client talks no version of TLS that this server allows";
      default -> "the client ended TLS with the alert " + alert;
    };
  }

  /// Returns a sentence on what the two sides do not have in common; null if that is not the fault.
  private static @Nullable String unsupported(String text, boolean isClient) {
    if (text.contains("protocol version") || text.contains("is not enabled or supported")) {
      return isClient
          ? "the server talks no version of TLS that this client allows; perhaps it is an old one"
              + " that needs 1.2"
          : "the client talks no version of TLS that this server allows; perhaps it is an old one"
              + " that needs 1.2";
    }
    if (text.contains("no cipher suites in common") || text.contains("No appropriate protocol")) {
      return "the client supports none of the cipher suites of this server";
    }
    if (text.contains("Illegal server name")) {
      return "the client asks for a host name that Java's TLS does not take, with an underscore or a"
          + " dot at its end; it must call this server by another name, or by its address";
    }
    if (text.contains("No available authentication scheme")) {
      return "the client supports no signature of the kind that this server's certificate has";
    }
    return null;
  }
}
