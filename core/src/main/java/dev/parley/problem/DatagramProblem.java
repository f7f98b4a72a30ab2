package dev.parley.problem;

/// Why a datagram was not delivered or not sent, or is handled in a slower way.
public enum DatagramProblem implements ProblemCode {
  /// The sender would answer every answer.
  FROM_SERVICE_PORT(
      "it comes from a port of the system or of this server, which answers by itself"),
  /// The datagram has more than {0} bytes.
  OVER_MAX_MESSAGE("it exceeds maxMessage {0} bytes"),
  /// The datagram has more than {0} bytes.
  OVER_BUFFER("it exceeds {0} bytes and was cut"),
  /// The system reported {0}.
  READING_FAILED("reading failed: {0}"),
  /// The system reported {0}.
  SENDING_FAILED("the system refused to send it: {0}"),
  /// A new peer came too late.
  SHUTTING_DOWN("the server is shutting down"),
  /// The program wants to send first from {0}, which does not exist, or is for streams.
  NO_SUCH_LISTENER("{0} is not a datagram listener of this server"),
  /// The program wants to send first to {0}.
  NOT_ONE_PEER(
      "{0} is not the address of one peer: a resolved host that is no wildcard, broadcast or"
          + " multicast address, with a port from 1 to 65535"),
  /// The program wants to send first to {0}, from the listener {1}.
  OTHER_FAMILY("{0} cannot be reached from {1}: one is IPv4, and the other IPv6"),
  /// The program wants to send first to {0}.
  OWN_ADDRESS("{0} is a listener of this server itself"),
  /// The program wants to send first over a sealed listener.
  CHOSEN_SEALED(
      "a sealed session begins with the login of the client, so the server cannot send first"),
  /// The program wants to send first over a listener behind a proxy.
  CHOSEN_BEHIND_PROXY("the listener is behind a proxy, which alone knows how to reach its peers"),
  /// The handler has paused the session.
  PAUSED("the session is paused, and datagrams cannot be made to wait"),
  /// Too much waits to be sent.
  OUTBOX_FULL("maxOutboxBytes wait for the loop already"),
  /// Too much waits to be sent, here and in the system.
  SYSTEM_FULL("the system's send buffer and maxOutboxBytes are full"),
  /// An answer is larger than the {0} bytes that the peer has sent.
  LARGER_THAN_ASKED(
      "on a public address an answer is never larger than what was asked ({0} bytes), or"
          + " others could be flooded with it"),
  /// A message to send has {0} bytes, more than {1}.
  TOO_LARGE("message of {0} bytes exceeds the datagram's maximum of {1}"),
  /// A message to send has {0} bytes, more than a sealed datagram carries, {1}.
  SEALED_TOO_LARGE(
      "message of {0} bytes exceeds the datagram's maximum of {1}, since a sealed one is"
          + " never cut; send larger ones over TCP"),
  /// An empty datagram cannot be sent.
  EMPTY_NOT_SENT("this system sends no empty datagram from a connected socket"),
  /// The system property switches batches off.
  BATCHES_OFF("dev.parley.udp is channel"),
  /// Batches do not pay off.
  ONE_PEER("a client has one peer"),
  /// Batches do not pay off.
  IN_MEMORY("within the process there are no system calls to save"),
  /// Another operating system or processor.
  OTHER_SYSTEM("they are known on Linux for x86-64 and aarch64 only"),
  /// A big-endian machine.
  BYTE_ORDER("this machine's byte order is not theirs"),
  /// Java may not call the system from the module {0}.
  NO_NATIVE_ACCESS("native access is not enabled (--enable-native-access={0})"),
  /// The system does something else than expected.
  TRIAL_WRONG("a trial over the loopback brought something else"),
  /// The exception {0} was thrown.
  TRIAL_FAILED("a trial failed: {0}"),
  /// The descriptor of a socket was not found; there are {0}.
  AMBIGUOUS_DESCRIPTOR("{0} descriptors seem to be this socket's"),
  /// The system does not say at which address a datagram came.
  ADDRESS_NOT_REPORTED("the system does not report it");

  private final String pattern;

  DatagramProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "datagram";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
