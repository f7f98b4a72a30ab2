package dev.parley.problem;

/// Why a server does not start, or not as asked.
public enum ServerProblem implements ProblemCode {
  /// The address or the handler is missing.
  NO_ADDRESS_OR_HANDLER("a server needs at least one address and a handler"),
  /// The listener {0} is one of TLS, and nothing says how.
  NO_CERTIFICATE("{0} needs a certificate and its key (tls)"),
  /// The security {0} at the listener {1} without TLS.
  NEEDS_TLS("{0} works inside TLS only; listen on tls:// instead of {1}"),
  /// The security {0} at the datagram listener {1}.
  NEEDS_STREAM("{0} works over streams only; listen on tcp:// or unix: instead of {1}"),
  /// The prelude {0} at the datagram listener {1}.
  PRELUDE_OF_STREAMS("the {0} comes at the front of streams only; {1} takes datagrams"),
  /// First bytes are to select a protocol at the datagram listener {0}.
  SELECT_OF_STREAMS("first bytes select a protocol of streams only; {0} takes datagrams"),
  /// The longest prelude {0} is said to have {1} bytes, not 1 to {2}.
  PRELUDE_SIZE("a {0} of {1} bytes is out of range; 1 to {2}"),
  /// The listener {0} is not on loopback, and nothing protects its traffic.
  PUBLIC(
      "{0} can be reached by others, who could read and change what is said; seal it with"
          + " a key, listen on tls:// or 127.0.0.1, or allow it (allowPlain)"),
  /// The listeners {0} and {1} are on the same port.
  OVERLAPS("this server listens at {0} already, which overlaps {1}; one of them is enough"),
  /// Problem {1} with the address {0}.
  CANNOT_LISTEN("cannot listen on {0}: {1}"),
  /// The address {0} is in use.
  ADDRESS_IN_USE("{0} is taken: another program listens there"),
  /// This user may not use the port {0}.
  PRIVILEGED_PORT(
      "port {0} is for privileged programs, as all below 1024 are on most systems; take"
          + " one from 1024 on, or let this user have it (sysctl"
          + " net.ipv4.ip_unprivileged_port_start={0})"),
  /// The address {0} is not one of this machine.
  UNKNOWN_ADDRESS("this machine has no address {0}; take one of its own, or * for all of them"),
  /// Something else, {0}, is at the path of a socket.
  PATH_TAKEN("{0} is in the way"),
  /// As in [#PATH_TAKEN].
  SYMBOLIC_LINK("a symbolic link"),
  /// As in [#PATH_TAKEN].
  FOLDER("a folder"),
  /// As in [#PATH_TAKEN].
  NO_SOCKET("a file that is no socket"),
  /// As in [#PATH_TAKEN].
  DEVICE("a device or a pipe"),
  /// Another program changes the folder of a socket.
  SOCKET_REPLACED("the socket was replaced as soon as it was there"),
  /// The limit of open files is {0}, {1} are open, and {2} are not given to sessions.
  OPEN_FILES("this process may open {0} files, has {1} open, and {2} are kept free"),
  /// The system does not give {0} a larger buffer; its setting is {1}.
  BUFFER_LIMITED("{0} is given no more; Linux sets the most in net.core.{1}");

  private final String pattern;

  ServerProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "server";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
