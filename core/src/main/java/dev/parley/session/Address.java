package dev.parley.session;

import dev.parley.problem.AddressProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.text.Printable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// An address to listen on or connect to: `tcp://host:port`, `tls://host:port`, `udp://host:port`,
/// `unix:/path`, `memory:name`, `memory-tls:name`, `memory-udp:name`, or one with a scheme of
/// another module. A value with a text form.
///
/// @param scheme the stack that the address stands for
/// @param host a name or an IP address; when listening, `*` means every address of this machine,
///   `0.0.0.0` every IPv4 and `::` every IPv6 address; empty for Unix-domain addresses and those in
///   memory
/// @param port 0 to 65535, where 0 lets the system choose; 0 for Unix-domain addresses and those in
///   memory
/// @param path the socket file of a Unix-domain address, or the name of one in memory; what follows
///   the port in a scheme with paths ([Scheme#takesPath]), which is empty or begins with `/`; empty
///   in others
public record Address(Scheme scheme, String host, int port, String path) {
  /// The default host: loopback, so that nothing is exposed to other machines by accident.
  public static final String DEFAULT_HOST = "127.0.0.1";

  /// The default port.
  public static final int DEFAULT_PORT = 9000;

  /// The longest socket path in bytes that the JDK accepts: one less than Linux, whose `sun_path`
  /// has 108 bytes including the final NUL (unix(7)).
  private static final int MAX_PATH = 106;

  /// The longest name of an address in memory, in characters: names are shown in lines of a log.
  private static final int MAX_NAME = 100;

  /// Checks ranges; see [#parse] for text.
  public Address {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(path, "path");
    if (port < 0 || port > 65535) {
      throw new InvalidValueException(AddressProblem.PORT_OUT_OF_RANGE, port);
    }
    if (scheme.transport() == Transport.UNIX) {
      int bytes = path.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > MAX_PATH || path.indexOf('\0') >= 0) {
        throw new InvalidValueException(AddressProblem.SOCKET_PATH, MAX_PATH, bytes);
      }
    } else if (scheme.transport().isInMemory()) {
      if (path.isEmpty()
          || path.length() > MAX_NAME
          || path.chars().anyMatch(c -> c <= ' ' || Character.isISOControl(c))) {
        throw new InvalidValueException(AddressProblem.MEMORY_NAME, MAX_NAME);
      }
    } else if (host.isEmpty()
        || host.chars().anyMatch(c -> c <= ' ' || "/[]\u007f".indexOf(c) >= 0)) {
      throw new InvalidValueException(AddressProblem.NO_HOST);
    } else if (!path.isEmpty()
        && !(scheme.takesPath() && path.startsWith("/") && path.chars().noneMatch(c -> c <= ' '))) {
      throw new InvalidValueException(AddressProblem.NO_PATH, scheme, Printable.line(path));
    }
  }

  /// Creates an address of the plain scheme of a transport.
  public Address(Transport transport, String host, int port, String path) {
    this(Scheme.of(Objects.requireNonNull(transport, "transport")), host, port, path);
  }

  /// Returns a TCP address.
  public static Address tcp(String host, int port) {
    return new Address(Scheme.tcp(), host, port, "");
  }

  /// Returns a UDP address.
  public static Address udp(String host, int port) {
    return new Address(Scheme.udp(), host, port, "");
  }

  /// Returns a Unix-domain stream address.
  public static Address unix(String path) {
    return new Address(Scheme.unix(), "", 0, path);
  }

  /// Returns the address of a server within this process, which programs in it reach by this name
  /// without the network: for tests, and for parts of one program that talk as if they were apart.
  ///
  /// @param name 1 to 100 characters, without spaces and control characters
  public static Address memory(String name) {
    return new Address(Scheme.memory(), "", 0, name);
  }

  /// Returns the address of a server of datagrams within this process. A server of streams may have
  /// the same name. To the program, peers have addresses of loopback that exist only there.
  ///
  /// @param name as in [#memory]
  public static Address memoryUdp(String name) {
    return new Address(Scheme.memoryUdp(), "", 0, name);
  }

  /// Returns the transport at the bottom of the scheme's stack.
  public Transport transport() {
    return scheme.transport();
  }

  /// Parses an address. The defaults are TCP, [#DEFAULT_HOST] and [#DEFAULT_PORT]. A bare number is
  /// a port.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public static Address parse(String text) {
    return parse(text, Transport.TCP);
  }

  /// Like [#parse(String)], but an address without a scheme uses `transport`.
  public static Address parse(String text, Transport transport) {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(transport, "transport");
    if (text.isEmpty()) { // such as an unset shell variable
      throw new InvalidValueException(AddressProblem.EMPTY);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("unix:")) {
      String path = text.substring("unix:".length());
      return unix(path.startsWith("//") ? path.substring(2) : path);
    }
    if (lower.startsWith("memory")) {
      int colon = lower.indexOf(':');
      KnownScheme scheme = colon < 0 ? null : KnownScheme.named(lower.substring(0, colon));
      if (scheme != null) {
        return new Address(scheme, "", 0, text.substring(colon + 1));
      }
    }
    int end = text.indexOf("://");
    if (end >= 0) {
      return parseHostPort(text.substring(end + 3), Scheme.named(text.substring(0, end)));
    }
    return switch (transport) {
      case UNIX -> unix(text);
      case MEMORY -> memory(text);
      case MEMORY_UDP -> memoryUdp(text);
      case TCP, UDP -> parseHostPort(text, Scheme.of(transport));
    };
  }

  private static Address parseHostPort(String text, Scheme scheme) {
    int slash = scheme.takesPath() ? text.indexOf('/') : -1;
    if (slash >= 0) {
      return parseHostPort(text.substring(0, slash), scheme, text.substring(slash));
    }
    return parseHostPort(
        text.endsWith("/") ? text.substring(0, text.length() - 1) : text, scheme, "");
  }

  private static Address parseHostPort(String rest, Scheme scheme, String path) {
    if (rest.startsWith("[")) {
      int end = rest.indexOf(']');
      if (end < 0 || (end + 1 < rest.length() && rest.charAt(end + 1) != ':')) {
        throw new InvalidValueException(AddressProblem.IPV6_NOT_ENDED);
      }
      String port = end + 1 < rest.length() ? rest.substring(end + 2) : "";
      return new Address(scheme, rest.substring(1, end), parsePort(port, scheme), path);
    }
    int colon = rest.indexOf(':');
    if (colon != rest.lastIndexOf(':')) {
      return new Address(scheme, rest, scheme.defaultPort(), path); // a bare IPv6 address
    }
    if (colon < 0) {
      boolean number = !rest.isEmpty() && rest.chars().allMatch(c -> c >= '0' && c <= '9');
      return number
          ? new Address(scheme, DEFAULT_HOST, parsePort(rest, scheme), path)
          : new Address(scheme, rest.isEmpty() ? DEFAULT_HOST : rest, scheme.defaultPort(), path);
    }
    String host = rest.substring(0, colon);
    return new Address(
        scheme,
        host.isEmpty() ? DEFAULT_HOST : host,
        parsePort(rest.substring(colon + 1), scheme),
        path);
  }

  private static int parsePort(String text, Scheme scheme) {
    if (text.isEmpty()) {
      return scheme.defaultPort();
    }
    if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new InvalidValueException(AddressProblem.PORT_NO_NUMBER);
    }
    return Integer.parseInt(text);
  }

  /// Returns a copy with another port.
  public Address withPort(int port) {
    return new Address(scheme, host, port, path);
  }

  /// Returns a copy with another host.
  public Address withHost(String host) {
    return new Address(scheme, host, port, path);
  }

  /// Returns a copy with another scheme. A path is dropped if that has none.
  ///
  /// @throws IllegalArgumentException if it goes over another transport
  public Address withScheme(Scheme scheme) {
    Objects.requireNonNull(scheme, "scheme");
    if (scheme.transport() != transport()) {
      throw new InvalidValueException(AddressProblem.OTHER_TRANSPORT, this, scheme);
    }
    boolean keepsPath = host.isEmpty() || scheme.takesPath();
    return new Address(scheme, host, port, keepsPath ? path : "");
  }

  /// Returns true if this means every address of this machine, IPv4 and IPv6.
  public boolean isEverywhere() {
    return host.equals("*");
  }

  /// Returns the IP addresses of the host, in the order the system prefers. Blocks on the system's
  /// resolver.
  ///
  /// @throws UnknownHostException if the name has no address
  /// @throws IllegalStateException for an address without a host
  public List<InetSocketAddress> resolve() throws UnknownHostException {
    if (host.isEmpty()) {
      throw new IllegalStateException(this + " has no IP address");
    }
    if (isEverywhere()) {
      return List.of(new InetSocketAddress(port));
    }
    return Arrays.stream(InetAddress.getAllByName(host))
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  /// Returns the text form, which [#parse] accepts.
  @Override
  public String toString() {
    if (transport() == Transport.UNIX) {
      return (path.startsWith("//") ? "unix://" : "unix:") + path;
    }
    if (transport().isInMemory()) {
      return scheme + ":" + path;
    }
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path;
  }
}
