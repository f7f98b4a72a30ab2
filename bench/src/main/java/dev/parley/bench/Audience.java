package dev.parley.bench;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// Members of a chat that listen, and one connection more that has the server say something to all
/// of them: the next message once everybody has the last one, to its last byte. A message counted
/// is a delivery to one member. The bytes of one member are compared with what was said, those of
/// the others are counted. Reads as cheaply as it can: one thread, one buffer.
final class Audience implements Demand {
  private static final int PREFIX = 4;
  private static final int BUFFER_BYTES = 1 << 18;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// What is said: the alphabet, again and again.
  private static final int LETTERS = 26;

  private final ControlCall speaker;
  private final Selector selector;
  private final int size;
  private final Duration patience;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private int members;
  private int missing;

  /// One member.
  private static final class Seat {
    private final boolean isChecked;

    /// The bytes of the current message that have come.
    private int heard;

    Seat(boolean isChecked) {
      this.isChecked = isChecked;
    }
  }

  private Audience(ControlCall speaker, Selector selector, int size, Duration patience) {
    this.speaker = speaker;
    this.selector = selector;
    this.size = size;
    this.patience = patience;
  }

  /// Opens the connections and waits until the server counts all members.
  ///
  /// @param size bytes of a message
  /// @throws Unavailable if that fails
  static Audience open(int port, int members, int size) throws Unavailable {
    return open(port, members, size, PATIENCE);
  }

  /// @param patience how long nothing may happen before what is missing is given up
  static Audience open(int port, int members, int size, Duration patience) throws Unavailable {
    try {
      ControlCall speaker = ControlCall.open(port);
      Audience audience = new Audience(speaker, Selector.open(), size, patience);
      try {
        while (audience.members < members) {
          audience.seat(port);
        }
        audience.awaitMembers();
        return audience;
      } catch (IOException | Unavailable e) {
        audience.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private void seat(int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    var _ = channel.register(selector, SelectionKey.OP_READ, new Seat(members == 0));
    members++;
  }

  private void awaitMembers() throws IOException, Unavailable {
    long begun = Clock.system().nanos();
    while (speaker.ask("members") != members) {
      if (Clock.system().nanos() - begun > patience.toNanos()) {
        throw new Unavailable("not everybody has become a member");
      }
    }
  }

  @Override
  public Served turn(Duration length) throws Unavailable {
    long begun = Clock.system().nanos();
    long deliveries = 0;
    long now;
    do {
      try {
        speaker.tell("say " + size);
        listen();
      } catch (IOException | UncheckedIOException e) {
        throw new Unavailable(String.valueOf(e.getMessage()));
      }
      deliveries += members;
      now = Clock.system().nanos();
    } while (now - begun < length.toNanos());
    return new Served(deliveries, (now - begun) / 1e9);
  }

  /// Reads until everybody has the whole message.
  private void listen() throws IOException, Unavailable {
    for (SelectionKey key : selector.keys()) {
      ((Seat) key.attachment()).heard = 0;
    }
    missing = members;
    while (missing > 0) {
      if (selector.select(this::read, patience.toMillis()) == 0) {
        throw new Unavailable(missing + " of " + members + " deliveries are missing");
      }
    }
  }

  private void read(SelectionKey key) {
    Seat seat = (Seat) key.attachment();
    try {
      int count = ((SocketChannel) key.channel()).read(buffer.clear());
      if (count < 0) {
        throw new IOException("the server has disconnected a member");
      }
      if (seat.heard + count > PREFIX + size) {
        throw new IOException("more was said than asked for");
      }
      if (seat.isChecked) {
        check(seat.heard, buffer.flip());
      }
      seat.heard += count;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    if (seat.heard == PREFIX + size) {
      missing--;
    }
  }

  private void check(int heard, ByteBuffer bytes) throws IOException {
    for (int i = heard; bytes.hasRemaining(); i++) {
      if (bytes.get() != expected(i)) {
        throw new IOException("byte " + i + " of a message is wrong");
      }
    }
  }

  /// Returns the byte of a frame at this place.
  private byte expected(int place) {
    return place < PREFIX
        ? (byte) (size >>> (Byte.SIZE * (PREFIX - 1 - place)))
        : (byte) ('a' + (place - PREFIX) % LETTERS);
  }

  @Override
  public Optional<Long> allocatedBytes() throws Unavailable {
    try {
      return Optional.of(speaker.ask("allocated"));
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    speaker.close();
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      // The descriptors are free all the same.
    }
  }
}
