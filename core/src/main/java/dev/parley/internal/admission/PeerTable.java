package dev.parley.internal.admission;

import dev.parley.internal.net.PeerAddress;
import dev.parley.limit.Source;
import dev.parley.limit.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The peers of one plain datagram socket: found by their address, and ordered for eviction.
///
/// ```
///   evicted first                                                         evicted last
///   newcomers, by arrival  │  peers that were heard again, by their latest datagram
/// ```
///
/// Anybody can send a datagram with a forged sender, and a million of them. Newcomers evict each
/// other, so a peer that was heard again stays as long as there is a newcomer. If somebody forges
/// two datagrams of each sender, they cannot be distinguished from such peers; then those that have
/// been silent longest are evicted first.
///
/// The number of peers per source is limited; a new one evicts another one of the same source. To
/// refuse it instead would let a forger lock out that source. Confined to its loop.
///
/// @param <E> what is stored for a peer
public final class PeerTable<E extends PeerTable.Entry> {
  /// The most peers of a source checked for eviction: all that the default limit allows, and no
  /// more in a flood from one source.
  static final int MAX_LOOKED_AT = 64;

  /// The table's record of one peer.
  public abstract static class Entry {
    private PeerAddress address;
    private @Nullable Entry before;
    private @Nullable Entry after;
    private boolean wasHeardAgain;
    private long heardAt;
    private @Nullable Crowd crowd;
    private int placeInCrowd;

    public Entry(PeerAddress address) {
      this.address = address;
    }

    /// Returns the address of the peer.
    public PeerAddress address() {
      return address;
    }

    /// Replaces the peer's address by an equal one with another local address to answer from.
    public final void address(PeerAddress same) {
      address = same;
    }

    /// Returns true if only one datagram was heard from the peer, whose sender may be forged.
    public final boolean isNewcomer() {
      return !wasHeardAgain;
    }

    private boolean goesBefore(Entry that) {
      return wasHeardAgain == that.wasHeardAgain ? heardAt < that.heardAt : that.wasHeardAgain;
    }
  }

  /// A linked list of entries in order of arrival.
  private static final class Queue {
    private @Nullable Entry first;
    private @Nullable Entry last;

    void add(Entry entry) {
      entry.before = last;
      entry.after = null;
      if (last == null) {
        first = entry;
      } else {
        last.after = entry;
      }
      last = entry;
    }

    void remove(Entry entry) {
      Entry before = entry.before;
      Entry after = entry.after;
      if (before == null) {
        first = after;
      } else {
        before.after = after;
      }
      if (after == null) {
        last = before;
      } else {
        after.before = before;
      }
    }
  }

  /// The entries of one source, in no order.
  private static final class Crowd {
    private final Source source;
    private final List<Entry> entries = new ArrayList<>(1);
    private int next;

    Crowd(Source source) {
      this.source = source;
    }

    void add(Entry entry) {
      entries.add(entry); // first, since there may be no memory for it
      entry.crowd = this;
      entry.placeInCrowd = entries.size() - 1;
    }

    /// Removes an entry; the last one takes its place.
    void remove(Entry entry) {
      Entry last = entries.removeLast();
      if (!last.equals(entry)) {
        entries.set(entry.placeInCrowd, last);
        last.placeInCrowd = entry.placeInCrowd;
      }
    }

    /// Returns the entry to evict, among the next ones in rotation.
    Entry leaver() {
      int looks = Math.min(entries.size(), MAX_LOOKED_AT);
      Entry leaver = entries.getFirst();
      for (int i = 0; i < looks; i++) {
        next = next + 1 < entries.size() ? next + 1 : 0;
        Entry entry = entries.get(next);
        if (i == 0 || entry.goesBefore(leaver)) {
          leaver = entry;
        }
      }
      return leaver;
    }
  }

  private final Map<PeerAddress, E> byAddress = new HashMap<>();
  private final Map<Source, Crowd> crowds = SourceTable.empty();
  private final Queue newcomers = new Queue();
  private final Queue heardAgain = new Queue();
  private final int maxPerSource;
  private long heard;

  /// @param maxPerSource the most peers of one source, at least 1
  public PeerTable(int maxPerSource) {
    this.maxPerSource = maxPerSource;
  }

  /// Returns the peer at this address, null if there is none.
  public @Nullable E find(PeerAddress address) {
    return byAddress.get(address);
  }

  /// Adds a newcomer, whose address is not in the table. If there is no memory for it, it is not
  /// added.
  ///
  /// @param source the source that it counts for, null for none
  public void add(E entry, @Nullable Source source) {
    Entry newcomer = entry;
    boolean isCounted = false;
    byAddress.put(newcomer.address, entry);
    newcomer.heardAt = ++heard;
    newcomers.add(newcomer);
    try {
      if (source != null) {
        crowds.computeIfAbsent(source, Crowd::new).add(newcomer);
      }
      isCounted = true;
    } finally {
      if (!isCounted) {
        takeBack(entry, source);
      }
    }
  }

  private void takeBack(E entry, @Nullable Source source) {
    remove(entry);
    Crowd crowd = source == null ? null : crowds.get(source);
    if (crowd != null && crowd.entries.isEmpty()) {
      crowds.remove(crowd.source);
    }
  }

  /// Records another datagram of a known peer, or that our program has chosen it.
  public void heardAgain(E entry) {
    Entry peer = entry;
    peer.heardAt = ++heard;
    if (peer.equals(heardAgain.last)) {
      return;
    }
    (peer.wasHeardAgain ? heardAgain : newcomers).remove(peer);
    peer.wasHeardAgain = true;
    heardAgain.add(peer);
  }

  /// Removes a peer.
  public void remove(E entry) {
    Entry peer = entry;
    if (!byAddress.remove(peer.address, entry)) {
      return;
    }
    (peer.wasHeardAgain ? heardAgain : newcomers).remove(peer);
    Crowd crowd = peer.crowd;
    if (crowd != null) {
      crowd.remove(peer);
      if (crowd.entries.isEmpty()) {
        crowds.remove(crowd.source);
      }
    }
  }

  /// Returns the peer to evict for a newcomer of `source`: one of the same source if it has reached
  /// its limit, otherwise the first in order if the table is full. Returns null if nobody has to
  /// go.
  public @Nullable E leaver(@Nullable Source source, boolean isFull) {
    Crowd crowd = source == null ? null : crowds.get(source);
    if (crowd != null && crowd.entries.size() >= maxPerSource) {
      return own(crowd.leaver());
    }
    if (!isFull) {
      return null;
    }
    Entry first = newcomers.first == null ? heardAgain.first : newcomers.first;
    return first == null ? null : own(first);
  }

  /// Returns the number of peers.
  public int size() {
    return byAddress.size();
  }

  @SuppressWarnings("unchecked") // contains only what add was given
  private E own(Entry entry) {
    return (E) entry;
  }
}
