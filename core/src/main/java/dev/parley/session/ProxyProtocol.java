package dev.parley.session;

import dev.parley.limit.AddressBlock;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The PROXY protocol of one listener: proxies such as haproxy and nginx say in front of each
/// connection, and of each datagram, for whom they have made it. Sessions, limits and events then
/// have that peer's address instead of the proxy's.
///
/// It is never guessed. A listener with this demands a header of everybody, and listens to nobody
/// but these senders: what the others send is not read. A sender can claim to be anybody, so name
/// none but machines of your own; over UDP, none whose address others can forge on the way here.
/// Streams may have version 1 or 2, datagrams version 2. Immutable, safe for any thread.
///
/// @param senders where proxies call from; needed by TCP and UDP listeners
/// @param fromUnix that peers of a Unix-domain listener are proxies, all of them: who may connect
///   is for the permissions of its file to say; needed by such a listener
public record ProxyProtocol(List<AddressBlock> senders, boolean fromUnix) {
  /// How [#parse] and [#toString] write [#fromUnix].
  private static final String UNIX = "unix";

  /// Takes a copy of the list.
  ///
  /// @throws IllegalArgumentException if nobody is named
  public ProxyProtocol {
    senders = List.copyOf(senders);
    if (senders.isEmpty() && !fromUnix) {
      throw new IllegalArgumentException(
          "the PROXY protocol needs senders to take it from, such as 127.0.0.1 or 10.0.0.0/8");
    }
  }

  /// From proxies that call from these addresses.
  public static ProxyProtocol from(AddressBlock... senders) {
    return new ProxyProtocol(List.of(senders), false);
  }

  /// From whoever may connect to a Unix-domain listener.
  public static ProxyProtocol ofUnix() {
    return new ProxyProtocol(List.of(), true);
  }

  /// Reads a list with commas of what [AddressBlock#parse] reads, and of the word `unix`.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public static ProxyProtocol parse(String text) {
    List<AddressBlock> senders = new ArrayList<>();
    boolean fromUnix = false;
    for (String word : Arrays.asList(text.split(",", -1))) {
      if (word.equals(UNIX)) {
        fromUnix = true;
      } else {
        senders.add(AddressBlock.parse(word));
      }
    }
    return new ProxyProtocol(senders, fromUnix);
  }

  /// True if a connection or datagram from `sender` may bring a header.
  public boolean isFrom(SocketAddress sender) {
    return sender instanceof InetSocketAddress internet
        ? AddressBlock.anyContains(senders, internet.getAddress())
        : fromUnix;
  }

  /// Refuses to be the setting of a listener that nobody could talk to.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public void check(Address listener) {
    if (listener.transport() == Transport.UNIX ? !fromUnix : senders.isEmpty()) {
      throw new IllegalArgumentException(
          listener
              + " takes the PROXY protocol from "
              + this
              + " and so from nobody; "
              + (listener.transport() == Transport.UNIX
                  ? "add unix (in Java ProxyProtocol.ofUnix) if its peers are proxies"
                  : "name the addresses of the proxies"));
    }
  }

  /// The form that [#parse] reads.
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    senders.forEach(block -> words.add(block.toString()));
    if (fromUnix) {
      words.add(UNIX);
    }
    return String.join(",", words);
  }
}
