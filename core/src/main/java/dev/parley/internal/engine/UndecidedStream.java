package dev.parley.internal.engine;

import dev.parley.internal.admission.Refusal;
import dev.parley.internal.admission.StreamPlace;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FirstBytesLink;
import dev.parley.prelude.FirstBytes;
import dev.parley.problem.Problem;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An admitted connection at a listener with several protocols, until its first bytes tell which
/// one it speaks. It has the place of a peer that has not logged in, so there are never more of
/// them than [dev.parley.limit.SourceLimits#maxLogins], and a newcomer evicts the oldest. Then the
/// session has the place, and everything that was read.
///
/// Confined to its loop, but for [#evict].
public final class UndecidedStream implements StreamPlace.Occupant, FirstBytesLink.Receiver {
  /// Starts the session.
  public interface Start {
    /// Starts the session that takes over a connection and a place, or closes both.
    ///
    /// @param first what the peer has sent already
    /// @return the new occupant of the place; null if both were closed
    StreamPlace.@Nullable Occupant start(Protocols.Protocol protocol, ByteBuffer first);
  }

  private final long id;
  private final SocketAddress peer;
  private final EventLoop loop;
  private final StreamPlace place;
  private final Protocols protocols;
  private final BiConsumer<SocketAddress, Refusal> refusals;
  private final Start start;
  private final FirstBytesLink link;
  private Protocols.Protocol chosen;
  private boolean hasEnded;
  private StreamPlace.@Nullable Occupant session;

  /// Creates the occupant of a place, which takes over a connection; call [#open] next.
  ///
  /// @param before what was read before, possibly nothing
  /// @param refusals is told if it is evicted
  public UndecidedStream(
      long id,
      EventLoop loop,
      Connection connection,
      ByteBuffer before,
      StreamPlace place,
      Protocols protocols,
      BiConsumer<SocketAddress, Refusal> refusals,
      Start start) {
    this.id = id;
    this.peer = connection.peer();
    this.loop = loop;
    this.place = place;
    this.protocols = protocols;
    this.chosen = protocols.other();
    this.refusals = refusals;
    this.start = start;
    this.link =
        new FirstBytesLink(
            loop, connection, before, this, FirstBytes.MAX_BYTES, protocols.patience().toNanos());
  }

  /// Begins to look at what the peer sends.
  public void open() {
    link.open();
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }

  @Override
  public boolean isDecided(ByteBuffer in, boolean isAll) {
    Protocols.Protocol protocol = protocols.of(in, isAll);
    if (protocol == null) {
      return false;
    }
    chosen = protocol;
    return true;
  }

  @Override
  public void decided(Connection connection, ByteBuffer first) {
    hasEnded = true;
    loop.enter();
    try {
      session = start.start(chosen, first);
    } finally {
      loop.exit();
    }
  }

  @Override
  public void lost() {
    if (!hasEnded) {
      hasEnded = true;
      place.release();
    }
  }

  @Override
  public void evict(Problem why) {
    loop.execute(() -> {
      StreamPlace.Occupant session = this.session;
      if (session != null) {
        session.evict(why); // it had been chosen for eviction before it was a session
      } else if (!hasEnded) {
        link.close();
        refusals.accept(peer, new Refusal(Refusal.Kind.EVICTED, why));
      }
    });
  }

  /// Closes the connection: the server ends.
  void close() {
    link.close();
  }
}
