package dev.parley.problem;

/// Why there is no connection.
public enum NetworkProblem implements ProblemCode {
  /// The name {0} has no address.
  NO_ADDRESS("the host {0} has no address"),
  /// The name {0} was not resolved in time.
  LOOKUP_TIMED_OUT("the address of {0} was not found in time"),
  /// Resolving the name {0} failed with {1}.
  LOOKUP_FAILED("looking up {0} failed: {1}"),
  /// Problem {1} with the address {0}.
  CANNOT_CONNECT("cannot connect to {0}: {1}"),
  /// The address {0} did not answer.
  NO_ANSWER("{0} did not answer in time"),
  /// The connection to {0} was refused.
  NOBODY_LISTENS("nobody listens at {0}"),
  /// The thread was interrupted.
  INTERRUPTED("interrupted while connecting"),
  /// The client was closed by another thread.
  CLIENT_CLOSED("the client was closed meanwhile"),
  /// The session with {0} could not be started.
  CANNOT_TALK("cannot talk with {0}"),
  /// Problem {1} during the login at {0}.
  CONNECTION_FAILED("the connection to {0} failed: {1}"),
  /// Problem {1} of the login at {0}.
  LOGIN_FAILED("the login at {0} failed: {1}"),
  /// The login did not end, and no deadline ended it.
  LOGIN_TOO_LONG("the login took too long"),
  /// The login at {0} did not end in time; problem {1} is a guess.
  LOGIN_NOT_FINISHED("{0} did not finish the login in time; perhaps {1}"),
  /// A guess about a server called without TLS.
  PERHAPS_NO_SEAL(
      "it asks for none and does not seal, or it talks TLS and must be called with tls://"),
  /// A guess about a server called with TLS and a login.
  PERHAPS_NO_LOGIN("it asks for none, or it is a plain one and must be called with tcp://"),
  /// A guess about a server called with TLS.
  PERHAPS_NO_TLS("it is a plain one and must be called with tcp://"),
  /// The security {0} was to be used without TLS.
  NEEDS_TLS("{0} works inside TLS only; use tls://"),
  /// The security {0} was to be used over UDP.
  NEEDS_STREAM("{0} works over streams only; use tcp:// or unix:"),
  /// A local address was given for a Unix-domain server.
  UNIX_FROM_NETWORK("a Unix-domain server is not called from an address of the network"),
  /// A local address was given for a server in memory.
  MEMORY_FROM_NETWORK("a server in memory is not called from an address of the network"),
  /// The local port {0} is in use.
  LOCAL_PORT_TAKEN("the port to call from, {0}, is taken; choose another, or none"),
  /// Problem {0} of the local port.
  LOCAL_PORT("the port to call from: {0}"),
  /// The local address {0} is not one of this machine.
  LOCAL_ADDRESS_UNKNOWN("this machine has no address {0} to call from"),
  /// All local ports are in use.
  NO_LOCAL_PORT("no port to call from is left"),
  /// Broadcasting is not allowed.
  BROADCAST(
      "it is a broadcast address; to send to everybody there, allow it"
          + " (SocketOptions.withBroadcast)"),
  /// An IPv6 address cannot be used.
  NO_IPV6("this machine has no IPv6");

  private final String pattern;

  NetworkProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "network";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
