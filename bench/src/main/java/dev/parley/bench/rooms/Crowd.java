package dev.parley.bench.rooms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Connections to one chat server. Reads as cheaply as it can: one thread, one buffer, one read for
/// each connection that has something. Confined to one thread; blocks.
final class Crowd implements AutoCloseable {
  /// The largest piece that a server may send, too.
  private static final int BUFFER_BYTES = 1 << 18;

  /// More than any dialect puts around a text that is said.
  static final int OVERHEAD_BYTES = 256;

  private static final Duration QUIET = Duration.ofMillis(1500);

  private final int port;
  private final ChatDialect dialect;
  private final Duration patience;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final List<Member> members = new ArrayList<>();
  private Ear ear = (_, _) -> {};

  /// What is done with what comes.
  interface Ear {
    /// A member has heard a message, which ends at the buffer's position.
    void delivered(Member member, ByteBuffer bytes) throws IOException;

    /// What a member has said was taken.
    default void acknowledged(Member member) throws IOException {}
  }

  /// @param patience how long nothing may happen before what is missing is given up
  Crowd(int port, ChatDialect dialect, Duration patience) throws IOException {
    this.port = port;
    this.dialect = dialect;
    this.patience = patience;
    this.selector = Selector.open();
  }

  /// Tells the ear what comes from now on.
  void listen(Ear listener) {
    ear = listener;
  }

  /// Returns all members, in the order in which they came.
  List<Member> members() {
    return members;
  }

  /// Connects a member and waits until it is in a room.
  ///
  /// @param listens see [ChatDialect#entry]
  Member enter(String room, boolean listens) throws IOException {
    Member member = Member.connect(port, members.size(), room);
    members.add(member);
    var _ = member.channel().register(selector, SelectionKey.OP_READ, member);
    member.write(ByteBuffer.wrap(dialect.entry(room, listens)));
    while (!member.isIn()) {
      awaitSomething(() -> "member " + member.number() + " is not in its room");
    }
    return member;
  }

  /// Reads what there is, waiting for it.
  ///
  /// @param missing what is waited for, for people
  /// @throws IOException if nothing comes
  void awaitSomething(Supplier<String> missing) throws IOException {
    try {
      if (selector.select(this::read, patience.toMillis()) == 0) {
        throw new IOException("nothing comes any more: " + missing.get());
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Reads until nothing has come for longer than a server waits before it tells members who has
  /// come and gone.
  void readUntilQuiet() throws IOException {
    try {
      while (selector.select(this::read, QUIET.toMillis()) > 0) {}
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Has a member leave, and waits until the server has closed the connection; what comes until
  /// then is not read by anybody.
  void leave(Member member) throws IOException {
    SelectionKey key = member.channel().keyFor(selector);
    if (key != null) {
      key.cancel();
      int _ = selector.selectNow(this::read);
    }
    try (member) {
      member.leave(dialect.leaving(), buffer);
    }
  }

  /// Reads what there is, without waiting.
  void readWhatIsThere() throws IOException {
    try {
      int _ = selector.selectNow(this::read);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void read(SelectionKey key) {
    Member member = (Member) key.attachment();
    try {
      if (!member.read(buffer)) {
        throw new IOException("the server has disconnected a member");
      }
      boolean isPartial = false;
      while (!isPartial && buffer.hasRemaining()) {
        isPartial = dispatch(member) == Piece.PARTIAL;
      }
      member.keep(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private Piece dispatch(Member member) throws IOException {
    Piece piece = dialect.next(buffer);
    switch (piece) {
      case DELIVERY -> ear.delivered(member, buffer);
      case ACK -> ear.acknowledged(member);
      case ENTERED -> member.entered();
      case PING -> member.write(ByteBuffer.wrap(dialect.pong()));
      case PARTIAL, OTHER -> {}
    }
    return piece;
  }

  @Override
  public void close() {
    try {
      for (Member member : members) {
        member.close();
      }
      selector.close();
    } catch (IOException e) {
      // The descriptors are free all the same.
    }
  }
}
