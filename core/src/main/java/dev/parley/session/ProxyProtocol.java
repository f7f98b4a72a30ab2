package dev.parley.session;

import dev.parley.internal.prelude.ProxyHeader;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.AddressBlock;
import dev.parley.prelude.Prelude;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.PreludeProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProxyProblem;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The PROXY protocol settings of one listener. Proxies such as haproxy and nginx prefix each
/// connection, and each datagram, with a header that names the client they act for. Sessions,
/// limits and events then use that client's address instead of the proxy's.
///
/// The protocol is never guessed: a listener with this setting requires a header from everybody and
/// accepts only these senders; input from others is not read. A sender can claim any address, so
/// list only machines of your own, and over UDP only senders whose addresses cannot be forged on
/// the path to this machine. Streams may use version 1 or 2, datagrams version 2. Immutable, safe
/// for any thread.
///
/// @param senders the addresses of the proxies; required by TCP and UDP listeners
/// @param fromUnix all peers of a Unix-domain listener are proxies; the permissions of its socket
///   file decide who may connect. Required by such a listener
public record ProxyProtocol(List<AddressBlock> senders, boolean fromUnix) implements Prelude {
  /// A header that was lost is retransmitted after 3 s (doc/proxy-protocol.txt, section 2).
  private static final Duration SHORTEST = Duration.ofSeconds(3);

  /// The word for [#fromUnix] in [#parse] and [#toString].
  private static final String UNIX = "unix";

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is no sender
  public ProxyProtocol {
    senders = List.copyOf(Objects.requireNonNull(senders, "senders"));
    if (senders.isEmpty() && !fromUnix) {
      throw new InvalidValueException(ProxyProblem.NO_SENDERS);
    }
  }

  /// Accepts proxies at these addresses.
  public static ProxyProtocol from(AddressBlock... senders) {
    return new ProxyProtocol(List.of(Objects.requireNonNull(senders, "senders")), false);
  }

  /// Accepts everybody who can connect to a Unix-domain listener.
  public static ProxyProtocol ofUnix() {
    return new ProxyProtocol(List.of(), true);
  }

  /// Parses a comma-separated list of address blocks ([AddressBlock#parse]) and the word `unix`.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public static ProxyProtocol parse(String text) {
    Objects.requireNonNull(text, "text");
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

  @Override
  public Reading read(ByteBuffer in) throws ProtocolException {
    return ProxyHeader.ofStream(in);
  }

  @Override
  public int maxBytes() {
    return ProxyHeader.MAX_BYTES;
  }

  /// Returns the login timeout, but at least 3 s.
  @Override
  public Duration timeout(Duration login) {
    return login.compareTo(SHORTEST) < 0 ? SHORTEST : login;
  }

  @Override
  public Problem problem(PreludeProblem code, Object... values) {
    return switch (code) {
      case REQUIRED -> Problem.of(ProxyProblem.REQUIRED, values);
      case UNLISTED -> Problem.of(ProxyProblem.UNLISTED, this);
      case CROWDED -> Problem.of(ProxyProblem.CROWDED, values);
      case ENDED_INSIDE -> Problem.of(ProxyProblem.ENDED_INSIDE, values);
      case READING_FAILED -> Problem.of(ProxyProblem.READING_FAILED, values);
      case INCOMPLETE_IN_TIME -> Problem.of(ProxyProblem.INCOMPLETE_IN_TIME, values);
      case NONE_IN_TIME -> Problem.of(ProxyProblem.NONE_IN_TIME, values);
      case TOO_LONG, BROKEN -> Prelude.super.problem(code, values);
    };
  }

  /// Returns true if a header from `sender` is accepted.
  @Override
  public boolean isFrom(SocketAddress sender) {
    return sender instanceof InetSocketAddress internet
        ? AddressBlock.anyContains(senders, internet.getAddress())
        : fromUnix;
  }

  /// Checks that at least one sender could connect to `listener`.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public void check(Address listener) {
    if (listener.transport().isInMemory()) {
      throw new InvalidValueException(ProxyProblem.IN_MEMORY, listener);
    }
    if (listener.transport() == Transport.UNIX ? !fromUnix : senders.isEmpty()) {
      throw new InvalidValueException(
          listener.transport() == Transport.UNIX
              ? ProxyProblem.NO_UNIX_SENDER
              : ProxyProblem.NO_INTERNET_SENDER,
          listener,
          this);
    }
  }

  /// Returns the text form, which [#parse] accepts.
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
