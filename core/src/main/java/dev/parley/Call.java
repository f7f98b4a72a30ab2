package dev.parley;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.NetworkProblem;
import dev.parley.session.Address;
import dev.parley.session.Transport;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whom a [Connector] is to connect to, and what its session begins with. Immutable.
///
/// @param address the server
/// @param local the address to connect from, with port 0 for any port; null to follow the options.
///   Must be null for a Unix-domain server
/// @param attachment what [dev.parley.session.Session#attachment] returns from the beginning, in
///   `Handler.opened` too; null for nothing
public record Call(
    Address address, @Nullable InetSocketAddress local, @Nullable Object attachment) {
  /// Checks the addresses.
  ///
  /// @throws IllegalArgumentException if the server is a Unix-domain one or in memory, and `local`
  ///   is not null
  public Call {
    Objects.requireNonNull(address, "address");
    if (local != null && address.transport().isInMemory()) {
      throw new InvalidValueException(NetworkProblem.MEMORY_FROM_NETWORK);
    }
    if (local != null && address.transport() == Transport.UNIX) {
      throw new InvalidValueException(NetworkProblem.UNIX_FROM_NETWORK);
    }
  }

  /// Returns a call of this address; see [Address#parse].
  ///
  /// @throws IllegalArgumentException if `address` is not an address
  public static Call to(String address) {
    return to(Address.parse(address));
  }

  /// Returns a call of this address.
  public static Call to(Address address) {
    return new Call(address, null, null);
  }

  /// Returns a copy with another `local`.
  public Call withLocal(@Nullable InetSocketAddress address) {
    return new Call(this.address, address, attachment);
  }

  /// Returns a copy with another `attachment`.
  public Call withAttachment(@Nullable Object object) {
    return new Call(address, local, object);
  }
}
