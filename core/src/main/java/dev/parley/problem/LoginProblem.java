package dev.parley.problem;

/// Problems of logins with a shared secret (HMAC) and with a password (SCRAM).
public enum LoginProblem implements ProblemCode {
  // HMAC.
  SEALED_SERVER("the server is a sealed one; this side must be given a key of it instead"),
  NO_CHALLENGE("the server begins with {0} instead of a challenge"),
  CHALLENGE_CUT(
      "the stream ended after {0} of {1} bytes of the server's challenge; perhaps it asks for no such login, or talks TLS"),
  PROOF_CUT("the stream ended after {0} of {1} bytes of the client's {2} proof"),
  WRONG_PROOF("the client's {0} proof is wrong"),

  // Lines of a login with a password.
  LINE_TOO_LONG("a line of a login is longer than {0} bytes"),
  LINE_NOT_UTF8("a line of a login is not written in UTF-8"),
  PEER_TALKS_ON("the peer goes on talking after its login was refused"),

  // What a client says about its server.
  NO_PASSWORD_SERVER(
      "the server does not begin as one that asks for a password; connect without a user, or start it with users"),
  NO_OPENING("the server does not begin as one that asks for a password"),
  OTHER_VERSION(
      "the server logs people in by another version of this login than {0}; use the same release of Parley on both sides"),
  ONLY_UNBOUND(
      "the server takes only logins that are not bound to the TLS connection; if that is how it should be, use a login without a binding"),
  ONLY_BOUND(
      "the server takes only logins that are bound to the TLS connection; connect with a binding"),
  UNBOUND_UNVERIFIED(
      "a login that is not bound to the TLS connection needs a server whose certificate was verified; use a binding, or verify the server"),
  NOTHING_TO_BIND("this TLS connection has nothing that a login could be bound to; use TLS 1.3"),
  FIRST_MESSAGE("the server's first message is none of a login"),
  OTHER_LOGIN("the server answers another login than this one"),
  SERVER_TOO_EARLY("the server talks on before it was answered"),
  SALT_LENGTH("the server's salt has {0} bytes; from {1} to {2} are taken"),
  TOO_MANY_ITERATIONS(
      "the server asks for {0} iterations of PBKDF2, more than the {1} that are ever computed"),
  TOO_FEW_ITERATIONS(
      "the server asks for {0} iterations of PBKDF2, fewer than {1}, and the fewer they are, the cheaper can the password be guessed by somebody who only plays the server"),
  FEWER_ITERATIONS_THAN_SET(
      "the server asks for {0} iterations of PBKDF2, fewer than {1}, and the fewer they are, the cheaper can the password be guessed by somebody who only plays the server; minIterations sets the least"),
  FEWER_ITERATIONS_UNVERIFIED(
      "the server asks for {0} iterations of PBKDF2, fewer than {1}, and the fewer they are, the cheaper can the password be guessed by somebody who only plays the server; this server was not verified: give its CA or its pin, or, if it is the right one, minIterations"),
  SERVER_NOT_PROVEN(
      "the server could not prove that it knows {0}, or its proof was changed on its way; do not trust it"),
  REFUSED(
      "the server refused {0}: the name or the password is wrong, or somebody sits between the two ends of this TLS connection"),
  BINDING_HIDDEN(
      "the server can bind logins to the TLS connection, and this client was made to believe that it cannot"),
  SERVER_NOTHING_TO_BIND("the server has nothing that it could bind a login to; use TLS 1.3"),
  REFUSED_OTHERWISE(
      "the server refused the login, and not because of the password: both sides may be set differently"),
  ENDED_BEFORE("the server ended the connection before it asked for a login"),
  ENDED_WITHIN("the server ended the connection in the middle of a login"),
  ENDED_UNANSWERED("the server ended the connection instead of answering the login of {0}"),

  // What a server says about a client.
  NO_PASSWORD_CLIENT(
      "the client does not begin as one that logs in with a password; it must be given a name and a password"),
  CLIENT_TOO_EARLY("the client talks on before its login was answered"),
  CLIENT_FIRST_MESSAGE("the client's first message is none that begins a login here"),
  CLIENT_LAST_MESSAGE("the client's last message is none that ends a login"),
  CLIENT_BINDING_HIDDEN(
      "the client could bind its login to the TLS connection and was made to believe that this server cannot: somebody in between may want it so"),
  CLIENT_OTHER_BINDING(
      "the client binds its login to the TLS connection in another way than tls-exporter"),
  CLIENT_UNBOUND(
      "the client does not bind its login to the TLS connection, which this server wants"),
  CLIENT_BOUND(
      "the client binds its login to the TLS connection, which this server is set not to take"),
  CLIENT_NOTHING_TO_BIND(
      "this TLS connection has nothing that a login could be bound to; TLS 1.3 always does"),
  CLIENT_BOUND_ELSEWHERE(
      "a client that calls itself {0} was refused: its login is bound to another TLS connection than this one: somebody sits in between and passes it on"),
  CLIENT_OTHER_LOGIN(
      "a client that calls itself {0} was refused: it answers another login than this one"),
  WRONG_PASSWORD("a client that calls itself {0} was refused: the password is wrong"),
  UNKNOWN_USER("a client that calls itself {0} was refused: there is no such user"),
  NO_NAME("what nobody can be called"),
  CLIENT_LEFT_BEFORE("the client left without a login"),
  CLIENT_LEFT_WITHIN("the client left without a proof of its password"),

  // Warnings.
  UNBOUND_ALLOWED(
      "logins that are not bound to the TLS connection are safe only from clients that make sure of the server's certificate");

  private final String pattern;

  LoginProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "login";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
