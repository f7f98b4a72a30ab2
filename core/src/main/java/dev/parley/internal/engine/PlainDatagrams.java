package dev.parley.internal.engine;

import dev.parley.internal.admission.PeerTable;
import dev.parley.internal.admission.Unanswered;
import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import dev.parley.limit.DatagramSize;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The layer for plain datagrams: the sender's address selects the session, and the first datagram
/// of an address opens one. Confined to its loop.
///
/// A sender's address can be forged: [PeerTable] decides which peer is evicted when there are too
/// many, and [dev.parley.limit.AnswerBudget] limits a program's answers.
final class PlainDatagrams implements DatagramLayer<PeerAddress> {
  private final DatagramSessionTable peers;
  private final int maxMessage;
  private final PeerTable<Line> lines;

  /// The server that a client calls; null for a server.
  private final @Nullable PeerAddress called;

  private @Nullable Line only;

  /// What a client may have to send again; null for a server, and once the server has answered.
  private @Nullable Unanswered unanswered;

  /// @param hasOtherAddresses true if the server that a client calls has more addresses than
  ///   `called`
  /// @param called for a client, the server; null for a server. All input belongs to that one
  ///   session: a connected socket receives from nobody else, and one that called by broadcast
  ///   accepts all answers
  PlainDatagrams(
      DatagramSessionTable peers,
      SessionConfig config,
      @Nullable PeerAddress called,
      boolean hasOtherAddresses) {
    this.peers = peers;
    this.lines = new PeerTable<>(peers.maxPerSource());
    this.maxMessage = config.in.maxMessage();
    this.called = called;
    this.unanswered = hasOtherAddresses ? new Unanswered() : null;
  }

  @Override
  public void start() {
    if (called != null) {
      only = admit(called, 0);
    }
  }

  @Override
  public void receive(PeerAddress from, ByteBuffer in) {
    if (!peers.mayAnswer(from) && !isChosen(from)) {
      peers.dropped(from, in.remaining(), Problem.of(DatagramProblem.FROM_SERVICE_PORT));
      return;
    }
    Line line = only;
    if (line == null) {
      line = lines.find(from);
      if (line != null) {
        lines.heardAgain(line);
        line.address(peers.latest(line.address(), from));
      } else {
        line = admitted(from, in.remaining());
      }
    } else if (unanswered != null) {
      unanswered = null;
    }
    DatagramSession session = line == null ? null : line.session;
    if (session != null) {
      session.received(in);
    }
  }

  private @Nullable Line admitted(PeerAddress from, int size) {
    if (size > maxMessage) {
      peers.tooLarge(from, size); // not a reason to open a session
      return null;
    }
    if (!peers.mayCome(from)) {
      return null;
    }
    return admit(from, size);
  }

  private boolean isChosen(PeerAddress from) {
    Line line = lines.find(from);
    return line != null && line.isChosen;
  }

  private @Nullable Line admit(PeerAddress from, int size) {
    Line line = new Line(from.keep());
    DatagramSession session = peers.admit(line, size);
    if (session == null) {
      return null;
    }
    open(line, session);
    return session.isOpen() ? line : null;
  }

  private void open(Line line, DatagramSession session) {
    line.session = session;
    if (called == null) {
      lines.add(line, peers.source(line.address()));
    }
    session.opened();
  }

  /// Opens a session with a peer of a listener that our program has chosen, before anything was
  /// heard from it; or returns the one that is open. Such a peer is known from the beginning, like
  /// one that was heard again: it makes a newcomer leave if there is no room, never such a peer.
  ///
  /// @param to an immutable address
  /// @throws ProblemIOException if there is no room
  DatagramSession choose(PeerAddress to) throws ProblemIOException {
    Line known = lines.find(to);
    if (known != null && known.session != null) {
      known.isChosen = true;
      lines.heardAgain(known);
      return known.session;
    }
    Line leaver = lines.leaver(peers.source(to), peers.isFull());
    if (leaver != null && !leaver.isNewcomer()) {
      throw new ProblemIOException(peers.full(), null);
    }
    Line line = new Line(to);
    line.isChosen = true;
    DatagramSession session = peers.admitChosen(line, leaver == null ? null : leaver.session);
    open(line, session);
    if (session.isOpen()) {
      lines.heardAgain(line);
    }
    return session;
  }

  @Override
  public @Nullable Talk leaver(PeerAddress newcomer, boolean isFull) {
    Line leaver = lines.leaver(peers.source(newcomer), isFull);
    return leaver == null ? null : leaver.session;
  }

  @Override
  public void lost(PeerAddress to, int size) {
    Line line = only == null ? lines.find(to) : only;
    if (line != null && line.session != null) {
      line.session.takeBack(size);
    }
  }

  @Override
  public boolean isUnanswered() {
    return unanswered != null;
  }

  @Override
  public boolean moved(PeerAddress server, int others) {
    Line line = only;
    Unanswered sent = unanswered;
    if (line == null || sent == null) {
      return false;
    }
    line.address(server);
    return sent.sendAgain(others, peers.now(), bytes -> peers.link().send(bytes, server));
  }

  /// The path to one address.
  private final class Line extends PeerTable.Entry implements DatagramPath<PeerAddress> {
    private @Nullable DatagramSession session;

    /// True if our program has chosen this peer, so that it is no forged address: nothing has to be
    /// received before something is sent.
    private boolean isChosen;

    Line(PeerAddress address) {
      super(address);
    }

    @Override
    public @Nullable String principal() {
      return null;
    }

    @Override
    public int maxMessage() {
      return DatagramSize.MAX_BYTES;
    }

    @Override
    public DatagramProblem tooLarge() {
      return DatagramProblem.TOO_LARGE;
    }

    @Override
    public ByteBuffer room() {
      return peers.scratch();
    }

    @Override
    public boolean send(ByteBuffer plain) {
      DatagramSession payer = session;
      if (!isChosen && peers.isGuarded() && payer != null && !payer.hasPaidFor(plain.remaining())) {
        return false;
      }
      if (!peers.mayAnswerNow(address())) {
        return false;
      }
      Unanswered sent = unanswered;
      if (sent != null) {
        sent.add(plain, peers.now());
      }
      peers.link().send(plain, address());
      return true;
    }

    /// Plain UDP has no message to notify the peer.
    @Override
    public void end(boolean notifiesPeer) {
      lines.remove(this);
    }
  }
}
