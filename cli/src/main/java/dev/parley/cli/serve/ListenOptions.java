package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.repeatable;

import dev.parley.Server;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.NoEmptyValue;
import dev.parley.cli.option.AddressOptions;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.session.Address;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Transport;
import dev.parley.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for where a server listens. Addresses come from `-l`, which may be repeated, and
/// from the words after the service's name. Without any the server listens on loopback, on both TCP
/// and UDP.
final class ListenOptions {
  private List<String> listen = new ArrayList<>();
  private boolean allowPlain;
  private @Nullable String proxyFrom;

  /// The value of `-l` without a word, as `serve -l` of nc's users; no argument can contain it.
  private static final String NO_WORD = "\0";

  /// Suffix that gives an address its own [#proxyFrom].
  private static final String OWN_PROXY = "?proxy-from=";

  /// The value for an address that accepts no PROXY headers although others do.
  private static final String NO_PROXY = "none";

  /// An address to listen on.
  ///
  /// @param proxy the sources whose PROXY headers are accepted; null to accept none
  record Place(Address address, @Nullable ProxyProtocol proxy) {
    /// Makes a server listen here.
    void listen(Server.Builder builder) {
      if (proxy == null) {
        builder.listen(address);
      } else {
        builder.listen(address, proxy);
      }
    }
  }

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(
        repeatable(values -> listen = values, "-l", "--listen")
            .paramLabel("ADDRESS")
            .arity("0..1")
            .fallbackValue(NO_WORD)
            .preprocessor(NoEmptyValue.ADDRESS)
            .build());
    group.addOption(flag(isSet -> allowPlain = isSet, "--allow-plain").build());
    group.addOption(
        option(String.class, value -> proxyFrom = value, "--proxy-from")
            .paramLabel("LIST")
            .build());
  }

  /// True if public addresses are allowed without a login.
  boolean allowsPlain() {
    return allowPlain;
  }

  /// Returns the addresses to listen on, at least one.
  ///
  /// @param words the address after the service's name, in one word or two; empty for none
  /// @throws Failure with a sentence if they make no sense
  List<Place> places(List<String> words, AddressOptions flags) {
    List<Place> places = new ArrayList<>();
    List<String> given = listen.stream().filter(word -> !word.equals(NO_WORD)).toList();
    if (given.size() == 1 && words.size() == 1 && isHostThenPort(given.getFirst(), words)) {
      places.add(place(List.of(given.getFirst(), words.getFirst()), flags));
    } else {
      given.forEach(word -> places.add(place(List.of(word), flags)));
      if (!words.isEmpty()) {
        places.add(place(words, flags));
      }
    }
    if (places.isEmpty()) {
      return defaults(flags).stream().map(address -> place(address, null)).toList();
    }
    return places;
  }

  private Place place(List<String> words, AddressOptions flags) {
    String first = words.getFirst();
    int end = words.size() == 1 ? first.indexOf(OWN_PROXY) : -1;
    return end < 0
        ? place(flags.address(words), null)
        : place(
            flags.address(List.of(first.substring(0, end))),
            first.substring(end + OWN_PROXY.length()));
  }

  /// Returns the place for an address.
  ///
  /// @param own the sources of PROXY headers for this address alone; null if it does not name its
  ///   own
  private Place place(Address address, @Nullable String own) {
    String list = own == null ? proxyFrom : own;
    if (list == null || list.equals(NO_PROXY)) {
      return new Place(address, null);
    }
    try {
      ProxyProtocol proxy = ProxyProtocol.parse(list);
      proxy.check(address);
      return new Place(address, proxy);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          Texts.problem(
              own == null ? "serve.proxy" : "serve.own-proxy",
              Printable.line(ProblemTexts.sentence(e)),
              address),
          e);
    }
  }

  /// True if no address is given, so that [#places] returns the default ones.
  boolean isDefault(List<String> words) {
    return words.isEmpty() && listen.stream().allMatch(NO_WORD::equals);
  }

  /// True for `-l HOST PORT`, as nc and ncat accept it.
  private static boolean isHostThenPort(String host, List<String> words) {
    return !host.matches("[0-9]+|.*[:/].*") && words.getFirst().matches("[0-9]{1,5}");
  }

  /// Returns TCP and UDP, or UDP alone with -u.
  private List<Address> defaults(AddressOptions flags) {
    if (flags.transport() == Transport.UNIX) {
      throw Failure.usage(Texts.problem("serve.no-path"));
    }
    int number = flags.port();
    Address udp = Address.udp(flags.loopback(), number);
    return flags.namesTransport()
        ? List.of(udp)
        : List.of(Address.tcp(flags.loopback(), number), udp);
  }
}
