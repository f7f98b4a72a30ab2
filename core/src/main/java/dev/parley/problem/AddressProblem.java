package dev.parley.problem;

/// What is wrong with an address, or a block of addresses, that somebody wrote.
public enum AddressProblem implements ProblemCode {
  /// The text is empty.
  EMPTY("it is empty; " + Forms.ALL),
  /// The host is missing or has characters that no host has.
  NO_HOST("the address has no usable host; " + Forms.ALL),
  /// The text has another scheme.
  UNKNOWN_SCHEME("the scheme of this address is not known; " + Forms.ALL),
  /// An address in brackets is not ended.
  IPV6_NOT_ENDED("an IPv6 address ends with ]; " + Forms.ALL),
  /// The port is not a number.
  PORT_NO_NUMBER("a port is a number from 0 to 65535; " + Forms.ALL),
  /// The port {0} is too large or negative.
  PORT_OUT_OF_RANGE("port {0} is out of range; ports are 0 to 65535"),
  /// The port to call from, {0}, is too large or negative.
  LOCAL_PORT_OUT_OF_RANGE("local port {0} is out of range; 0 to 65535"),
  /// TLS was asked for with another transport.
  TLS_OVER_TCP_ONLY("TLS goes over TCP only; use tls://host:port"),
  /// The path of a socket has {1} bytes, or a NUL.
  SOCKET_PATH("a socket path has 1 to {0} bytes and no NUL, this one has {1}"),
  /// The name of an address in memory is empty, or longer than {0}, or not printable.
  MEMORY_NAME("the name of an address in memory has 1 to {0} characters, no space among them"),
  /// The text {0} is not an address with a prefix length.
  NO_BLOCK("\"{0}\" is no block of addresses; write 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32"),
  /// The prefix length of {0} is not from 0 to {1}.
  BLOCK_LENGTH("\"{0}\" fixes no number of bits from 0 to {1}"),
  /// The address of {0} has bits after its first {1}; the block meant is {2}.
  BLOCK_REST("\"{0}\" has bits behind its first {1}; the block is {2}");

  private static final class Forms {
    static final String ALL =
        "use tcp://host:port, tls://host:port, udp://host:port, host:port, [::1]:port or unix:/path";
  }

  private final String pattern;

  AddressProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "address";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
