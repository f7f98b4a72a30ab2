package dev.parley.internal.admission;

import dev.parley.internal.net.AddressFamilies;
import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import dev.parley.limit.AnswerBudget;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.limit.NewcomerGate;
import dev.parley.limit.Source;
import dev.parley.limit.SourceCounts;
import dev.parley.problem.Problem;
import dev.parley.problem.RefusalProblem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The admission of one datagram socket: the number of its peers, in total and per source, and the
/// rate of answers to a source.
///
/// It shares no quota with streams or other sockets: the sender of a datagram can be forged, and a
/// forger must lock nobody out. Only peers that have proven their address count for their source
/// here; plain ones evict each other instead ([PeerTable]). Confined to the socket's loop.
public final class DatagramAdmission {
  private final Admission sessions;
  private final Share share;
  private final AddressedBy addressedBy;
  private final SourceCounts proven;
  private @Nullable AnswerBudget answers;
  private @Nullable NewcomerGate newcomers;
  private int open;

  /// Who says what the address of a peer is.
  public enum AddressedBy {
    SYSTEM,
    /// A proxy, for each datagram.
    PROXY,
    /// The network within this process, whose addresses no list means.
    MEMORY
  }

  /// The settings that the datagram sockets of one server share. Immutable.
  ///
  /// @param most the most sessions of each socket
  /// @param own the addresses of all our datagram listeners
  public record Share(int most, int maxPerAddress, DatagramLimits limits, List<Own> own) {
    /// Returns the share of a server with datagram listeners at `own`.
    ///
    /// @param streams the number of its sessions reserved for streams
    public static Share of(Limits limits, DatagramLimits datagrams, List<Own> own, int streams) {
      int all = limits.maxSessions() - streams;
      int most = Math.max(all / Math.max(own.size(), 1), 1);
      return new Share(most, limits.maxPerAddress(), datagrams, List.copyOf(own));
    }

    /// Returns the share of a client, which chooses its peers itself.
    public static Share endless() {
      return new Share(Integer.MAX_VALUE, Integer.MAX_VALUE, new DatagramLimits(0, 0), List.of());
    }
  }

  /// One of our datagram listeners.
  ///
  /// @param hearsAll true for every address of both families
  public record Own(InetSocketAddress address, boolean hearsAll) {
    /// Returns true if datagrams of its socket can reach `host`, as far as the family goes.
    public boolean reaches(InetAddress host) {
      return hearsAll
          || AddressFamilies.isIpv4(address.getAddress()) == AddressFamilies.isIpv4(host);
    }

    /// Returns true if datagrams to `peer` would reach this listener itself. May ask the system.
    public boolean isReachedAt(InetSocketAddress peer) {
      InetAddress host = address.getAddress();
      return address.getPort() == peer.getPort()
          && (host.equals(peer.getAddress())
              || (host.isAnyLocalAddress()
                  && reaches(peer.getAddress())
                  && AddressFamilies.isOfThisMachine(peer.getAddress())));
    }

    /// Returns true if it may be the sender at `from`. A wildcard listener may be if `from` equals
    /// the address that it has called.
    private boolean isAt(PeerAddress from) {
      if (address.getPort() != from.port()) {
        return false;
      }
      InetAddress host = address.getAddress();
      InetAddress sender = from.internet().getAddress();
      if (!host.isAnyLocalAddress()) {
        return host.equals(sender);
      }
      return from.hasCalledItself()
          && (hearsAll || AddressFamilies.isIpv4(host) == AddressFamilies.isIpv4(sender));
    }
  }

  public DatagramAdmission(Admission sessions, Share share, AddressedBy addressedBy) {
    this.sessions = sessions;
    this.share = share;
    this.addressedBy = addressedBy;
    this.proven = new SourceCounts(share.maxPerAddress);
  }

  /// Returns our datagram listeners.
  public List<Own> own() {
    return share.own;
  }

  /// Returns why no peer at this address is talked with, null if one may be.
  public @Nullable Problem denial(SocketAddress peer) {
    return !isRestricted() || sessions.isAllowed(peer) ? null : Problem.of(RefusalProblem.DENIED);
  }

  /// Returns why there is no room for one more peer.
  ///
  /// @param isCrowded true if it is its source that has as many as it may
  public Problem full(boolean isCrowded) {
    return isCrowded
        ? Problem.of(RefusalProblem.ADDRESS_FULL, share.maxPerAddress)
        : Problem.of(RefusalProblem.LISTENER_FULL, share.most);
  }

  /// Returns true if a newcomer can be admitted only when another peer leaves.
  public boolean isFull() {
    return open >= share.most;
  }

  /// Counts a session of `peer`; [#release] releases its place. Returns why it is refused, null if
  /// it is admitted.
  ///
  /// @param isProven true if `peer` has proven that it receives at this address
  public @Nullable Problem refusal(SocketAddress peer, boolean isProven) {
    if (isFull()) {
      return full(false);
    }
    if (isProven) {
      if (isCrowded(peer)) {
        return full(true);
      }
      proven.acquire(levels(peer));
    }
    open++;
    sessions.entered();
    return null;
  }

  /// Releases a place.
  public void release(SocketAddress peer, boolean isProven) {
    if (isProven) {
      proven.release(levels(peer));
    }
    open--;
    sessions.left();
  }

  /// Returns true if `peer` may not have another session, even if other peers leave.
  public boolean isCrowded(SocketAddress peer) {
    return proven.full(levels(peer)) != null;
  }

  /// Returns true if the actions of `peer` count for its source.
  public boolean isCounted(SocketAddress peer) {
    return sessions.isCounted(peer, isProxied());
  }

  /// Returns the sources for which the actions of `peer` count; empty if it does not count.
  public List<Source> levels(SocketAddress peer) {
    return sessions.levels(peer, isProxied());
  }

  private boolean isProxied() {
    return addressedBy == AddressedBy.PROXY;
  }

  /// Returns true if the lists of addresses restrict the peers of this socket.
  private boolean isRestricted() {
    return addressedBy != AddressedBy.MEMORY && sessions.isRestricted();
  }

  /// Returns true if sources are penalised for wrong logins.
  public boolean hasPenalties() {
    return sessions.hasPenalties();
  }

  /// Wraps `layer`, if necessary, so that it receives only datagrams from allowed peers.
  public DatagramLayer<PeerAddress> allowed(DatagramLayer<PeerAddress> layer) {
    return isRestricted() ? new AllowedDatagrams(sessions, layer) : layer;
  }

  /// Returns the most sessions of one source.
  public int maxPerAddress() {
    return share.maxPerAddress;
  }

  /// Returns true if `from`, which has no session, may have one now.
  public boolean mayCome(PeerAddress from, long nowNanos) {
    int perSecond = share.limits.newcomersPerSecond();
    if (perSecond == 0) {
      return true;
    }
    NewcomerGate gate = newcomers;
    if (gate == null) {
      gate = new NewcomerGate(perSecond, nowNanos);
      newcomers = gate;
    }
    return gate.admits(from.hashCode(), nowNanos);
  }

  /// Returns true if a program may send one more datagram to `to`, and counts it.
  public boolean mayAnswer(PeerAddress to, long nowNanos) {
    int perSecond = share.limits.answersPerSecond();
    if (perSecond == 0) {
      return true;
    }
    AnswerBudget budget = answers;
    if (budget == null) {
      budget = new AnswerBudget(perSecond, nowNanos);
      answers = budget;
    }
    return budget.take(to.sourceHash(), nowNanos);
  }

  /// Returns true if `from` is one of our own datagram listeners. For a wildcard listener this
  /// compares `from` with the address that it has called.
  public boolean isOwn(PeerAddress from) {
    for (int i = 0; i < share.own.size(); i++) {
      if (share.own.get(i).isAt(from)) {
        return true;
      }
    }
    return false;
  }

  /// Returns the next session id.
  public long nextId() {
    return sessions.nextId();
  }
}
