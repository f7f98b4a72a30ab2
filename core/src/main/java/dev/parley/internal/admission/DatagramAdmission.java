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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The door of one datagram socket: how many peers it has, in all and per source, and how often a
/// source is answered.
///
/// It shares no quota with streams or other sockets: the sender of a datagram can be forged, and a
/// forger must lock nobody out. Only peers that have proven their address count against their
/// source here; plain ones make room for each other instead ([PeerTable]). Confined to the socket's
/// loop.
public final class DatagramAdmission {
  private final Admission sessions;
  private final Share share;
  private final boolean isProxied;
  private final SourceCounts proven;
  private @Nullable AnswerBudget answers;
  private @Nullable NewcomerGate newcomers;
  private int open;

  /// What the datagram sockets of one server have in common. Immutable.
  ///
  /// @param most the most sessions of each socket
  /// @param own where all our datagram listeners are
  public record Share(int most, int maxPerAddress, DatagramLimits limits, List<Own> own) {
    /// Of a server with datagram listeners at `own`.
    ///
    /// @param streams how many of its sessions are for streams
    public static Share of(Limits limits, DatagramLimits datagrams, List<Own> own, int streams) {
      int all = limits.maxSessions() - streams;
      int most = Math.max(all / Math.max(own.size(), 1), 1);
      return new Share(most, limits.maxPerAddress(), datagrams, List.copyOf(own));
    }

    /// Of a client, whose peers are its own choice.
    public static Share endless() {
      return new Share(Integer.MAX_VALUE, Integer.MAX_VALUE, new DatagramLimits(0, 0), List.of());
    }
  }

  /// One of our datagram listeners.
  ///
  /// @param hearsAll true at every address of both families
  public record Own(InetSocketAddress address, boolean hearsAll) {
    /// True if it may be the sender at `from`: at every address, the one that `from` has called.
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

  /// @param isProxied true if a proxy says whose each datagram is
  public DatagramAdmission(Admission sessions, Share share, boolean isProxied) {
    this.sessions = sessions;
    this.share = share;
    this.isProxied = isProxied;
    this.proven = new SourceCounts(share.maxPerAddress);
  }

  /// True if a newcomer can come in only when another one goes.
  public boolean isFull() {
    return open >= share.most;
  }

  /// Counts a session of `peer`; [#release] gives its place back. The refusal as a sentence, null
  /// when it is in.
  ///
  /// @param isProven true if `peer` has shown that it is at this address
  public @Nullable String refusal(SocketAddress peer, boolean isProven) {
    if (isFull()) {
      return "the " + share.most + " sessions that this listener may have are open";
    }
    if (isProven) {
      if (isCrowded(peer)) {
        return "maxPerAddress " + share.maxPerAddress + " are open from this address";
      }
      proven.acquire(levels(peer));
    }
    open++;
    sessions.entered();
    return null;
  }

  /// Gives a place back.
  public void release(SocketAddress peer, boolean isProven) {
    if (isProven) {
      proven.release(levels(peer));
    }
    open--;
    sessions.left();
  }

  /// True if `peer` may not have another session, even if other peers leave.
  public boolean isCrowded(SocketAddress peer) {
    return proven.full(levels(peer)) != null;
  }

  /// True if what `peer` does counts against its source.
  public boolean isCounted(SocketAddress peer) {
    return sessions.isCounted(peer, isProxied);
  }

  /// The sources that what `peer` does counts against; empty if it does not.
  public List<Source> levels(SocketAddress peer) {
    return sessions.levels(peer, isProxied);
  }

  /// True if sources are penalised for wrong logins.
  public boolean hasPenalties() {
    return sessions.hasPenalties();
  }

  /// What the layer below hears of: all, or those only that may call.
  public DatagramLayer<PeerAddress> allowed(DatagramLayer<PeerAddress> layer) {
    return sessions.isRestricted() ? new AllowedDatagrams(sessions, layer) : layer;
  }

  /// The most sessions of one source.
  public int maxPerAddress() {
    return share.maxPerAddress;
  }

  /// True if `from`, which has no session, may have one now.
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

  /// True if `to` may be sent one datagram more by a program, which then counts.
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

  /// True if `from` is one of our own datagram listeners: where one is at every address, the
  /// address that it has called.
  public boolean isOwn(PeerAddress from) {
    for (int i = 0; i < share.own.size(); i++) {
      if (share.own.get(i).isAt(from)) {
        return true;
      }
    }
    return false;
  }

  public long nextId() {
    return sessions.nextId();
  }
}
