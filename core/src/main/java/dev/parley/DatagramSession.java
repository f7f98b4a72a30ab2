package dev.parley;

import dev.parley.frame.Message;
import dev.parley.net.Loop;
import dev.parley.net.PeerAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/// All datagrams of one address, as a session: one datagram is one message, whatever the framing.
///
/// Confined to its loop; other threads' sends are copied and handed over.
final class DatagramSession extends LoopSession {
  /// The most bytes a datagram over IPv4 carries: 65,535 less the IP header of 20 and the UDP
  /// header of 8 (RFC 768).
  static final int MAX_DATAGRAM = 65_507;

  private final DatagramPeers peers;
  private final PeerAddress address;
  private long bytesOut;
  private long activeAt;

  DatagramSession(Terms terms, Loop loop, long id, DatagramPeers peers, PeerAddress address) {
    super(terms, loop, id, peers.listener());
    this.peers = peers;
    this.address = address;
    this.activeAt = openedAt();
  }

  /// When a datagram last came or went.
  long activeAt() {
    return activeAt;
  }

  /// Takes one datagram.
  void received(ByteBuffer in) {
    if (hasPause()) {
      peers.refused(
          peerName(),
          in.remaining(),
          "the session is paused, and datagrams cannot be made to wait");
      return;
    }
    int size = in.remaining();
    activeAt = loop.now();
    countIn(size);
    // A callback for each: what one datagram brings about is told before the next, another
    // session's.
    loop.enter();
    try {
      deliver(Message.view(in, in.position(), size));
    } finally {
      loop.exit();
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkLength(length);
    if (loop.isCurrent()) {
      put(peers.scratch().put(bytes, offset, length).flip());
    } else {
      sendFromAfar(ByteBuffer.allocate(length).put(bytes, offset, length).flip());
    }
  }

  @Override
  public void send(Message message) {
    checkLength(message.length());
    if (loop.isCurrent()) {
      ByteBuffer out = peers.scratch();
      message.copyTo(out);
      put(out.flip());
    } else {
      sendFromAfar(ByteBuffer.wrap(message.bytes()));
    }
  }

  /// A send from another thread. One too many is refused, as the network itself would: datagrams
  /// promise nothing.
  private void sendFromAfar(ByteBuffer bytes) {
    if (!isOpen()) {
      return;
    }
    if (hasRoom(bytes.remaining())) {
      handOver(bytes);
    } else {
      peers.refused(peerName(), bytes.remaining(), "maxOutboxBytes wait for the loop already");
    }
  }

  @Override
  public boolean offer(Message message) {
    checkLength(message.length());
    if (!isOpen()) {
      return false;
    }
    if (loop.isCurrent()) {
      send(message);
      return true;
    }
    if (!hasRoomOrWaits(message.length())) {
      return false;
    }
    handOver(ByteBuffer.wrap(message.bytes()));
    return true;
  }

  @Override
  long waiting() {
    return 0;
  }

  @Override
  void takeOver(ByteBuffer bytes) {
    put(bytes);
  }

  private void checkLength(int length) {
    int most = Math.min(terms.out.maxMessage(), MAX_DATAGRAM);
    if (length > most) {
      throw new UncarriableException(
          "message of " + length + " bytes exceeds the datagram's maximum of " + most);
    }
  }

  private void put(ByteBuffer bytes) {
    if (!isOpen()) {
      return;
    }
    int size = bytes.remaining();
    if (peers.isGuarded() && bytesOut + size > bytesIn) {
      peers.refused(
          peerName(),
          size,
          "on a public address an answer is never larger than what was asked ("
              + bytesIn
              + " bytes), or others could be flooded with it");
      return;
    }
    messagesOut++;
    bytesOut += size;
    activeAt = loop.now();
    peers.send(bytes, address);
  }

  /// A datagram that was counted as sent was refused after all.
  void takeBack(int size) {
    messagesOut--;
    bytesOut -= size;
  }

  /// What it is known by.
  PeerAddress address() {
    return address;
  }

  @Override
  public void endOutput() {}

  @Override
  void end(CloseReason why, String sentence) {
    if (decide(why, sentence)) {
      peers.left(this);
      tellClosed();
    }
  }

  @Override
  void cut(CloseReason why, String sentence) {
    end(why, sentence);
  }

  @Override
  void goOn() {
    peers.resumed();
  }

  @Override
  public Transport transport() {
    return Transport.UDP;
  }

  @Override
  public SocketAddress peer() {
    return address.internet();
  }

  @Override
  public SocketAddress local() {
    return peers.local();
  }

  @Override
  public String peerName() {
    return PeerName.of(address.internet());
  }

  @Override
  public Traffic traffic() {
    return new Traffic(messagesIn(), bytesIn, messagesOut, bytesOut);
  }
}
