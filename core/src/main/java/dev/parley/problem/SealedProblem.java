package dev.parley.problem;

/// Problems of sealed sessions: their logins, their records, and their datagrams.
public enum SealedProblem implements ProblemCode {
  // What a client says about its server.
  NO_SEALED_SERVER(
      "the server does not begin as a sealed one does; either it is plain or asks for another login, and this side must too, or it must be given the key"),
  OTHER_VERSION(
      "the server seals in version {0}, this side in version {1}; use the same release of Parley on both"),
  OTHER_CIPHER(
      "the server seals with something else than {0}, which this side is set to; set both to the same"),
  ANSWER_FORGED(
      "the server's answer is not one of somebody who has the key {0}, or was changed on its way; do not trust it"),
  ANSWER_MALFORMED("the server's answer is none that a sealed server gives"),
  SERVER_FRAMING("the server has its framing set to {0}, this client to {1}; set both to the same"),
  SERVER_TALKS_ON("the server goes on talking after its login was refused"),
  OPENING_CUT(
      "the stream ended after {0} of {1} bytes of a sealed server's opening; perhaps the server asks for no key, or talks TLS"),
  ENDED_WITHOUT_NAME(
      "the server ended the connection instead of answering the key {0}: unless it was stopped at that moment, it does not have this key under this name, or it has another name than none, as this client is set"),
  ENDED_WITH_NAME(
      "the server ended the connection instead of answering the key {0}: unless it was stopped at that moment, it does not have this key under this name, or it has another name than {1}"),
  UNANSWERED_WITHOUT_NAME(
      "the server did not answer the key {0}: it does not have this key under this name, or it has another name than none, as this client is set"),
  UNANSWERED_WITH_NAME(
      "the server did not answer the key {0}: it does not have this key under this name, or it has another name than {1}"),
  NO_ROOM("the server knows the key {0} and has no room for its session"),
  NO_SEALED_SERVER_THERE(
      "what answers there is no sealed server; either it is plain, and this side must be too, or it must be given the key"),
  NOTHING_CAME("nothing came back; perhaps it is no sealed server"),
  SERVER_SILENT("the server was silent, and did not answer a new login either"),

  // What a server says about a client.
  NO_SEALED_CLIENT("the client does not begin as a sealed one does; it must be given a key"),
  HELLO_CUT("the stream ended after {0} bytes of a sealed client's hello"),
  NO_HELLO(
      "the stream ended after 0 bytes of a sealed client's hello; if the client is a plain one, it must be given a key"),
  CLIENT_TALKS_ON("the client goes on talking after its login was refused"),
  TOO_EARLY("the client talks on before its hello was answered"),
  WRONG_KEY(
      "a client that calls itself {0} was refused: its key or the name of the server that it calls differs from ours, or its bytes were changed or sent before"),
  UNKNOWN_ID(
      "a client that calls itself {0} was refused: the id of its key is not one of those that are known here under this name"),
  UNKNOWN_NAME("a client that calls itself {0} was refused: no key of this name is known here"),
  NO_FRAMING("{0} does not say how it marks off its messages"),
  CLIENT_FRAMING("{0} has its framing set to {1}, this server to {2}; set both to the same"),
  BAD_PUBLIC_KEY("{0} offers a public key that no fresh key can come of"),
  KEY_REMOVED("the key {0} was taken away"),
  KEYS_NOT_RENEWED("the client did not renew its keys"),

  // A part of other sentences: the framings of one side, where the two directions differ.
  TWO_FRAMINGS("{0} to the server and {1} back"),

  // Records.
  AFTER_THE_END("bytes behind the end of the sealed stream"),
  RECORD_TOO_LONG(
      "a sealed record announces {0} bytes, more than {1}; what follows the login is not of a sealed session"),
  KEY_OVERUSED("more than {0} bytes were sealed with one key, where a new one was due"),
  EARLY_NEW_KEY("a new key was announced before the last one had sealed anything"),
  RECORD_FORGED(
      "what came after {0} sealed records is not what the other side sealed: it was changed, repeated, left out or put in on the way"),
  CUT(
      "the stream was cut: it ended after {0} sealed records without the one that says that this was all"),
  CUT_IN_RECORD("the stream was cut: it ended inside a sealed record, {0} bytes after its start"),

  // Why a datagram was dropped.
  NO_SESSION("it belongs to no session that is known here"),
  NOT_OF_ITS_SESSION(
      "it was sealed by nobody who has the keys of its session, or it was here before"),
  SERVERS_ONLY("only a server sends what it is"),
  NOT_OF_A_CLIENT("it is none that a sealed client sends; the client must be given a key"),
  FROM_A_SERVICE("it comes from a port of the system or of this server, which answers by itself"),
  CLIENT_CIPHER("the client seals with something else than {0}"),
  BAD_COOKIE("its cookie is not one that was made for its address, or not of late"),
  USED_COOKIE("its cookie was used for another login"),
  TOO_MANY_LOGINS("too many logins of late, or too many that were wrong"),
  AND_MORE("{0}; with it, {1} datagrams since this was told last");

  private final String pattern;

  SealedProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "sealed";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
