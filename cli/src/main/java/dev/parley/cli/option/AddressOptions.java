package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.words;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.OtherTools;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.AddressText;
import dev.parley.session.Address;
import dev.parley.session.Transport;
import dev.parley.text.Printable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The options for addresses, including the flags known from nc and ncat: a mixin of `serve` and
/// `connect`.
///
/// An address with a scheme (`udp://…`) has that transport; any other has the transport of the
/// flags, or TCP without a flag.
public final class AddressOptions {
  private boolean udp;
  private boolean unix;
  private boolean ipv4;
  private boolean ipv6;
  private @Nullable Integer port;

  /// The key of the error message for two ports.
  private final String twoPorts;

  private AddressOptions(String twoPorts) {
    this.twoPorts = twoPorts;
  }

  public AddressOptions() {
    this("command.address.two-ports");
  }

  /// Returns the options for `connect`, which also has an option for the local port.
  public static AddressOptions ofConnect() {
    return new AddressOptions("command.address.two-ports-of-client");
  }

  /// Declares these options as part of a command.
  public void declare(CommandSpec group) {
    group.addOption(flag(isSet -> udp = isSet, "-u", "--udp").build());
    group.addOption(flag(isSet -> unix = isSet, "-U", "--unix").build());
    group.addOption(option(Integer.class, value -> port = value, "-p").paramLabel("PORT").build());
    group.addOption(flag(isSet -> ipv4 = isSet, "-4").build());
    group.addOption(flag(isSet -> ipv6 = isSet, "-6").build());
  }

  /// True if -u or -U selects the transport.
  public boolean namesTransport() {
    return udp || unix;
  }

  /// Returns the transport of addresses without a scheme.
  ///
  /// @throws Failure if the flags contradict each other
  public Transport transport() {
    if (udp && unix) {
      throw Failure.usage(Texts.problem("command.address.udp-and-unix"));
    }
    checkFamily();
    return udp ? Transport.UDP : unix ? Transport.UNIX : Transport.TCP;
  }

  private void checkFamily() {
    if (ipv4 && ipv6) {
      throw Failure.usage(Texts.problem("command.address.both-families"));
    }
  }

  /// Returns the loopback address of the selected family.
  public String loopback() {
    checkFamily();
    return ipv6 && !ipv4 ? "::1" : Address.DEFAULT_HOST;
  }

  /// Returns the positional parameters of a command that connects to one server.
  public static PositionalParamSpec serverWords(Consumer<List<String>> field) {
    return words(field).paramLabel("ADDRESS | HOST PORT").arity("0..2").build();
  }

  /// Returns the address of the server that the [#serverWords] name: without a word, the default
  /// port on loopback.
  ///
  /// @throws Failure with a sentence if they are not an address
  public Address server(List<String> words) {
    if (!words.isEmpty()) {
      return address(words);
    }
    if (transport() == Transport.UNIX) {
      throw Failure.usage(Texts.problem("command.address.no-path"));
    }
    return new Address(transport(), loopback(), port(), "");
  }

  /// Returns the port of an address without one.
  ///
  /// @throws Failure if -p is out of range
  public int port() {
    if (port == null) {
      return Address.DEFAULT_PORT;
    }
    if (port < 0 || port > 65535) {
      throw Failure.usage(Texts.problem("command.address.port-range", port));
    }
    return port;
  }

  /// Returns the same address with the port of -p.
  ///
  /// @param hasPort true if the address has a port of its own
  /// @throws Failure if both give a port
  private Address atPort(Address address, boolean hasPort) {
    if (port == null) {
      return address;
    }
    if (address.transport() == Transport.UNIX) {
      throw Failure.usage(Texts.problem("command.address.no-port", port, address));
    }
    if (hasPort) {
      throw Failure.usage(Texts.problem(twoPorts, port, address));
    }
    return address.withPort(port());
  }

  /// True for `9000`, `host:9000`, `[::1]:9000`, with or without a scheme.
  private static boolean hasPort(String word) {
    int scheme = word.indexOf("://");
    return word.substring(scheme < 0 ? 0 : scheme + 3)
        .matches("[0-9]+/?|(\\[.*\\]|[^:/]*):[0-9]+(/.*)?");
  }

  /// Returns the address of one or two words: `ADDRESS`, `HOST PORT`, a bare port, or a path with
  /// -U.
  ///
  /// @throws Failure with a sentence if they are not an address
  public Address address(List<String> words) {
    String meant = words.size() == 1 && !unix ? OtherTools.address(words.getFirst()) : null;
    if (meant != null) {
      throw Failure.usage(
          Texts.problem(
              "command.address.other-spelling",
              Printable.line(words.getFirst()),
              Printable.line(meant)));
    }
    try {
      return switch (words.size()) {
        case 1 -> {
          String word = words.getFirst();
          Address parsed = Address.parse(word, transport());
          if (parsed.transport().isInMemory()) {
            throw Failure.usage(Texts.problem("command.address.memory", parsed));
          }
          yield inFamily(atPort(parsed, hasPort(word)), word);
        }
        case 2 -> inFamily(atPort(hostAndPort(words.get(0), words.get(1)), true), words.getFirst());
        default -> throw Failure.usage(Texts.problem("command.address.too-many-words"));
      };
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          Texts.problem(
              "command.address.invalid",
              Printable.line(String.join(" ", words)),
              Printable.line(ProblemTexts.sentence(e))),
          e);
    }
  }

  private Address hostAndPort(String host, String port) {
    if (unix) {
      throw Failure.usage(Texts.problem("command.address.unix-port"));
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException(Texts.text("command.address.empty-host"));
    }
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(Texts.text("command.address.second-word"));
    }
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return new Address(transport(), bare, Integer.parseInt(port), "");
  }

  /// Returns the same address in the family that -4 or -6 selects.
  private Address inFamily(Address address, String written) {
    if (ipv4 == ipv6 || address.transport() == Transport.UNIX) {
      return address;
    }
    if (address.host().equals("*")) {
      return withHost(address, ipv6 ? "::" : "0.0.0.0");
    }
    if (!written.contains(address.host())) { // no host was given
      return withHost(address, loopback());
    }
    if (address.scheme().usesTls() && !address.host().matches("[0-9.]+|.*:.*")) {
      throw Failure.usage(
          Texts.problem("command.address.family-of-tls", Printable.line(address.host())));
    }
    try {
      for (InetSocketAddress candidate : address.resolve()) {
        InetAddress host = candidate.getAddress();
        if (host instanceof Inet6Address == ipv6) {
          return withHost(address, AddressText.of(host));
        }
      }
    } catch (UnknownHostException e) {
      throw Failure.network(
          Texts.problem("command.address.unknown-host", Printable.line(address.host())), e);
    }
    throw new Failure(
        ExitCode.NETWORK,
        Texts.problem(
            "command.address.not-in-family", Printable.line(address.host()), ipv6 ? 6 : 4),
        null);
  }

  private static Address withHost(Address address, String host) {
    return address.withHost(host);
  }
}
