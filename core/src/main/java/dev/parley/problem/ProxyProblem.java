package dev.parley.problem;

/// What is wrong with the PROXY header of a connection or datagram, or with the settings of it.
public enum ProxyProblem implements ProblemCode {
  /// The list of proxies is empty.
  NO_SENDERS("the PROXY protocol needs senders to take it from, such as 127.0.0.1 or 10.0.0.0/8"),
  /// The proxies {1} cannot call the Unix-domain listener {0}.
  NO_UNIX_SENDER(
      "{0} takes the PROXY protocol from {1} and so from nobody; add unix (in Java"
          + " ProxyProtocol.ofUnix) if its peers are proxies"),
  /// The proxies {1} cannot call the listener {0}.
  NO_INTERNET_SENDER(
      "{0} takes the PROXY protocol from {1} and so from nobody; name the addresses of the"
          + " proxies"),
  /// The listener {0} is in memory.
  IN_MEMORY("{0} is within this process, where no proxy can call it"),
  /// The sender is not one of {0}.
  UNLISTED("PROXY headers are taken from {0} alone (ProxyProtocol)"),
  /// Problem {0} of a header, at a listener that requires one.
  REQUIRED("{0}; this listener demands a PROXY header of everybody (ProxyProtocol)"),
  /// As many as {0} connections wait for their header.
  CROWDED("{0} connections have not sent a whole PROXY header, and this one is the oldest"),
  /// The stream ended too early.
  ENDED_INSIDE("the connection ended inside the PROXY header"),
  /// The exception {0} was thrown.
  READING_FAILED("reading its PROXY header failed: {0}"),
  /// A part of the header came within the time {0}.
  INCOMPLETE_IN_TIME("no whole PROXY header came within {0}"),
  /// Nothing came within the time {0}.
  NONE_IN_TIME("no PROXY header came within {0}"),
  /// A stream begins with something else.
  NONE("no PROXY header came first"),
  /// A datagram begins with something else.
  NO_VERSION_2("no PROXY header of version 2 came first"),
  /// The header is not whole.
  BEYOND_DATAGRAM("the PROXY header is longer than the datagram"),
  /// The header names the address {0} and the port {1}.
  NOBODYS_ADDRESS("the PROXY header names as the client {0}, port {1}, from which nobody calls"),
  /// Version 1 has another byte than visible ASCII.
  NO_TEXT("the PROXY header has a byte in its line that is no text; only CR LF ends it"),
  /// Version 1 is longer than {0} bytes.
  LINE_TOO_LONG("the PROXY header has no CR LF in its first {0} bytes"),
  /// Version 1 has other words.
  LINE_MALFORMED("the PROXY header is not \"PROXY TCP4 or TCP6, two such addresses, two ports\""),
  /// The version {0} or the command {1} is unknown.
  VERSION("the PROXY header has version {0} and command {1}, not 2 and 0 or 1"),
  /// The header has {0} bytes, more than {1}.
  TOO_LARGE("the PROXY header of {0} bytes exceeds {1} bytes"),
  /// The header has only {0} bytes.
  TOO_SMALL("the PROXY header of {0} bytes has no room for its addresses"),
  /// The family {0} or the protocol {1} is unknown.
  FAMILY("the PROXY header has family {0} and protocol {1}, which mean nothing"),
  /// The header states UDP over a stream.
  OF_DATAGRAMS("the PROXY header is one of datagrams, and this is a stream"),
  /// The header states a stream in a datagram.
  OF_STREAMS("the PROXY header is one of streams, and this is a datagram"),
  /// A field is longer than the header.
  TLV("a TLV of the PROXY header goes beyond its end"),
  /// The checksum has another size, or is there twice.
  CHECKSUM_MALFORMED("the PROXY header has a checksum that is none, or two"),
  /// The header was changed.
  CHECKSUM_WRONG("the checksum of the PROXY header is wrong");

  private final String pattern;

  ProxyProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "proxy";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
