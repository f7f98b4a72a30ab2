package dev.parley.problem;

/// Problems of TLS connections and their settings, other than certificates.
public enum TlsProblem implements ProblemCode {
  // Settings.
  PIN("a pin is sha256: and 64 hexadecimal digits, or 44 characters of base64"),
  VERSION("a version of TLS is 1.3 or 1.2"),
  UNVERIFIED(
      "the server is not verified: somebody in between can read and change everything; give its CA or its pin instead"),

  // What both sides say.
  FORGED("what came is not what the other side encrypted: it was changed on the way"),
  TALKS_ON("the peer goes on talking after TLS has failed"),
  TOO_MANY_EMPTY(
      "more than {0} TLS records came one after the other that carried nothing of what is said"),
  TOO_LONG_HANDSHAKE("the TLS handshake took more than {0} records"),
  NO_RECORD("what came after {0} records is no TLS record"),
  RENEGOTIATION("the other side wants to renegotiate TLS 1.2, which is off here"),
  CUT("the stream was cut: it ended without the word of TLS that this was all"),
  CUT_IN_RECORD("the stream was cut: it ended inside a TLS record, {0} bytes after its start"),

  PLAIN_BEFORE_TLS(
      "plain text came before the TLS handshake that was agreed on: somebody in between may have"
          + " put it there, so it is not taken for what the peer said inside TLS"),
  ENDED_BEFORE_TLS("the peer had ended its stream before the TLS handshake that was agreed on"),

  // What a client says about its server.
  NO_TLS_SERVER(
      "the server does not talk TLS at this address; perhaps it is a plain one, to be called with tcp://"),
  NO_TLS_ALERT(
      "the server does not talk TLS at this address, or took what we said for none (alert unexpected_message); perhaps it is a plain one, to be called with tcp://"),
  SERVER_ENDED(
      "the server ended the connection within the TLS handshake; either it does not talk TLS at this address, and must be called with tcp://, or it found a fault and does not say which"),
  CERTIFICATE_REQUIRED(
      "the server wants a client's certificate, and this client showed none that it takes; give one and its key (withCertificate)"),
  CERTIFICATE_REFUSED(
      "the server does not take this client's certificate, or wants one and was shown none (alert {0}); its operator can see why"),
  AUTHORITY_REFUSED(
      "the server does not trust who signed this client's certificate; give one that an authority it trusts has signed"),
  CERTIFICATE_KIND_REFUSED(
      "the server says that this client's certificate is of a kind, or for a use, that it does not take: perhaps its extended key usage does not name clients"),
  CERTIFICATE_EXPIRED(
      "the server says that this client's certificate has expired, or is not valid yet"),
  CERTIFICATE_REVOKED(
      "the server says that this client's certificate was revoked by who signed it"),
  NO_COMMON_VERSION(
      "the server talks no version of TLS that this client allows; perhaps it is an old one that needs 1.2"),
  NOTHING_IN_COMMON(
      "the server found nothing that both sides support, or wants a client's certificate (alert {0}); perhaps it is an old one that needs TLS 1.2"),
  UNRECOGNIZED_NAME("the server says that it is nobody of the name that was called"),
  SERVER_ALERT("the server ended TLS with the alert {0}"),
  SERVER_WITHOUT_KEY("the server does not have the key of the certificate that it showed"),
  SERVER_HANDSHAKE("the TLS handshake with the server failed: {0}"),
  SERVER_BROKE("the server broke TLS after the handshake: {0}"),

  // What a server says about a client.
  NO_TLS_CLIENT("the client does not talk TLS, which this address is for; it must call tls://"),
  CLIENT_ENDED("the client ended the connection within the TLS handshake, after {0} records"),
  NO_CLIENT_CERTIFICATE("the client showed no certificate, and this server lets in none without"),
  CLIENT_AUTHORITY_REFUSED(
      "the client does not trust who signed this server's certificate; it must be given that CA, or the certificate's pin"),
  CLIENT_CERTIFICATE_REFUSED(
      "the client does not take this server's certificate (alert {0}): it does not trust who signed it, or called another name, or found another fault, which its own user can see"),
  CLIENT_CERTIFICATE_KIND_REFUSED(
      "the client says that this server's certificate is of a kind, or for a use, that it does not take: perhaps its extended key usage does not name servers"),
  CLIENT_CERTIFICATE_REVOKED(
      "the client says that this server's certificate was revoked by who signed it"),
  CLIENT_CERTIFICATE_EXPIRED(
      "the client says that this server's certificate has expired, or is not valid yet"),
  CLIENT_VERSION("the client talks no version of TLS that this server allows"),
  CLIENT_OLD_VERSION(
      "the client talks no version of TLS that this server allows; perhaps it is an old one that needs 1.2"),
  CLIENT_ALERT("the client ended TLS with the alert {0}"),
  NO_COMMON_SUITE("the client supports none of the cipher suites of this server"),
  ILLEGAL_NAME(
      "the client asks for a host name that Java's TLS does not take, with an underscore or a dot at its end; it must call this server by another name, or by its address"),
  NO_COMMON_SIGNATURE(
      "the client supports no signature of the kind that this server's certificate has"),
  CLIENT_WITHOUT_KEY("the client does not have the key of the certificate that it showed"),
  CLIENT_HANDSHAKE("the TLS handshake with the client failed: {0}"),
  CLIENT_BROKE("the client broke TLS after the handshake: {0}"),

  // This Java runtime.
  CANNOT_CHECK("this Java runtime cannot look at certificates"),
  CANNOT_CHECK_FOR("this Java runtime cannot look at certificates: {0}"),
  CANNOT_TALK("this Java runtime cannot talk TLS: {0}"),
  CANNOT_BEGIN("TLS cannot begin: {0}"),
  CANNOT_MAKE_KEYS("this Java runtime cannot make keys: {0}"),
  CANNOT_SIGN("this Java runtime cannot sign: {0}"),
  LACKS("this Java runtime lacks {0}"),
  APPLICATION_PROTOCOL("an application protocol has 1 to {0} ASCII characters");

  private final String pattern;

  TlsProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "tls";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
