package dev.parley.problem;

/// What is wrong with an address, or a block of addresses, that somebody wrote.
public enum AddressProblem implements ProblemCode {
  /// The text is empty.
  EMPTY("it is empty; " + Forms.ALL),
  /// The host is missing or has characters that no host has.
  NO_HOST("the address has no usable host; " + Forms.ALL),
  /// The text has another scheme.
  UNKNOWN_SCHEME("the scheme of this address is not known; " + Forms.ALL),
  /// The text has another scheme; those of providers are {0}.
  UNKNOWN_TO_PROVIDERS(
      "the scheme of this address is not known; " + Forms.ALL + "; others provide: {0}"),
  /// The scheme {0} has two providers, of the classes {1} and {2}.
  TWO_PROVIDERS("scheme '{0}' is provided by both {1} and {2}; remove one of them"),
  /// The provider of class {0} threw an exception of class {1}.
  PROVIDER_THREW("the provider of schemes {0} threw {1}"),
  /// A provider could not be loaded; {0} is the JDK's message.
  PROVIDER_MISSING("a provider of schemes cannot be loaded: {0}"),
  /// The scheme {0} of class {1} has a default port out of range, no port at all, or TLS over
  /// datagrams.
  PROVIDER_BREAKS_CONTRACT(
      "scheme '{0}' cannot be used: its class {1} has a default port out of range, a transport without"
          + " ports, or TLS over datagrams"),
  /// The scheme {0} has no path, as {1} is one.
  NO_PATH("an address of {0} has no path; leave out {1}"),
  /// The address {0} cannot have the scheme {1}, which has another transport.
  OTHER_TRANSPORT("{0} cannot be an address of {1}, which goes over another transport"),
  /// An address in brackets is not ended.
  IPV6_NOT_ENDED("an IPv6 address ends with ]; " + Forms.ALL),
  /// The port is not a number.
  PORT_NO_NUMBER("a port is a number from 0 to 65535; " + Forms.ALL),
  /// The port {0} is too large or negative.
  PORT_OUT_OF_RANGE("port {0} is out of range; ports are 0 to 65535"),
  /// The port to call from, {0}, is too large or negative.
  LOCAL_PORT_OUT_OF_RANGE("local port {0} is out of range; 0 to 65535"),
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
