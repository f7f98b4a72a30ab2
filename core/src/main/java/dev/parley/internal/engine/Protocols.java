package dev.parley.internal.engine;

import dev.parley.prelude.FirstBytes;
import dev.parley.session.Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The protocols of one listener: what the first bytes of a peer select, in order, and the one for
/// all other peers. Immutable, shared by all loops.
///
/// @param selected empty if there is only one protocol
/// @param other the protocol of peers that nothing selects
/// @param patience how long to wait for first bytes that select
public record Protocols(List<Selected> selected, Protocol other, Duration patience) {
  /// A protocol.
  ///
  /// @param address the listener's, with the scheme of this protocol
  public record Protocol(Address address, SessionConfig config) {
    private Protocol at(int port) {
      return new Protocol(address.withPort(port), config);
    }
  }

  /// A protocol, and the first bytes that select it.
  public record Selected(FirstBytes bytes, Protocol protocol) {}

  /// Returns the same protocols at the port that was bound.
  public Protocols at(int port) {
    return new Protocols(
        selected.stream().map(one -> new Selected(one.bytes(), one.protocol().at(port))).toList(),
        other.at(port),
        patience);
  }

  /// Returns true if the first bytes of a peer matter.
  public boolean areSelected() {
    return !selected.isEmpty();
  }

  /// Returns the protocol of a peer, null if more bytes are needed. The first in the list that
  /// matches is taken, so bytes that may still become an earlier one are waited for.
  ///
  /// @param in the bytes so far
  /// @param isAll true if there will be no more to look at
  @Nullable Protocol of(ByteBuffer in, boolean isAll) {
    if (in.hasRemaining()) {
      for (Selected one : selected) {
        FirstBytes.Match match = one.bytes().match(in);
        if (match == FirstBytes.Match.YES) {
          return one.protocol();
        }
        if (match == FirstBytes.Match.MORE && !isAll) {
          return null;
        }
      }
    }
    return other;
  }
}
