package dev.parley.cli;

import static dev.parley.cli.Declaration.flag;
import static dev.parley.cli.Declaration.option;
import static dev.parley.cli.Declaration.repeatable;

import dev.parley.Address;
import dev.parley.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a server listens. Addresses come from `-l`, as often as it is given, and from the words
/// behind the service's name; without any the server takes both TCP and UDP on loopback.
final class ListenOptions {
  private List<String> listen = new ArrayList<>();
  private @Nullable Integer port;
  private boolean allowPlain;

  /// Declares these options, as part of a command.
  void declare(CommandSpec group) {
    group
        .usageMessage()
        .optionListHeading("%nWhere (default: tcp://127.0.0.1:9000 and udp://127.0.0.1:9000):%n");
    group.addOption(
        repeatable(values -> listen = values, "-l", "--listen")
            .paramLabel("ADDRESS")
            .arity("0..1")
            .fallbackValue("")
            .description(
                "Listen here; may be repeated. Forms: tcp://host:port tls://host:port"
                    + " udp://host:port unix:/path host:port [::1]:port port. Port 0 is any free one, host * all"
                    + " of this machine's")
            .build());
    group.addOption(
        option(Integer.class, value -> port = value, "-p")
            .paramLabel("PORT")
            .description("The port where no address is given. Default: 9000")
            .build());
    group.addOption(
        flag(isSet -> allowPlain = isSet, "--allow-plain")
            .description(
                "Let others reach this server although nobody has to prove who they are."
                    + " Default: only loopback without --auth")
            .build());
  }

  /// True if a public address needs no login.
  boolean allowsPlain() {
    return allowPlain;
  }

  /// The addresses to listen on, at least one.
  ///
  /// @param words the address behind the service's name, in one word or two; empty for none
  /// @throws Failure with a sentence if they make no sense
  List<Address> addresses(List<String> words, AddressOptions flags) {
    List<Address> addresses = new ArrayList<>();
    List<String> given = listen.stream().filter(word -> !word.isEmpty()).toList();
    if (given.size() == 1 && words.size() == 1 && isHostThenPort(given.getFirst(), words)) {
      addresses.add(flags.address(List.of(given.getFirst(), words.getFirst())));
    } else {
      given.forEach(word -> addresses.add(flags.address(List.of(word))));
      if (!words.isEmpty()) {
        addresses.add(flags.address(words));
      }
    }
    if (addresses.isEmpty()) {
      return defaults(flags);
    }
    if (port != null) {
      throw Failure.usage(
          "-p is for the port where no address is given; write the port into the address, as in"
              + " -l 127.0.0.1:"
              + port);
    }
    return addresses;
  }

  /// True if no address is named, so that [#addresses] are the default ones.
  boolean isDefault(List<String> words) {
    return words.isEmpty() && listen.stream().allMatch(String::isEmpty);
  }

  /// `-l HOST PORT`, as nc and ncat take it.
  private static boolean isHostThenPort(String host, List<String> words) {
    return !host.matches("[0-9]+|.*[:/].*") && words.getFirst().matches("[0-9]{1,5}");
  }

  /// TCP and UDP, or the one that -u asks for.
  private List<Address> defaults(AddressOptions flags) {
    if (flags.transport() == Transport.UNIX) {
      throw Failure.usage("-U needs a path to listen on, as in -U -l ./parley.sock");
    }
    int number = port == null ? Address.DEFAULT_PORT : port;
    if (number < 0 || number > 65535) {
      throw Failure.usage("-p " + number + " is out of range; ports are 0 to 65535");
    }
    Address udp = Address.udp(flags.loopback(), number);
    return flags.namesTransport()
        ? List.of(udp)
        : List.of(Address.tcp(flags.loopback(), number), udp);
  }
}
