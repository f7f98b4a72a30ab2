package dev.parley.internal.engine;

import dev.parley.frame.Encoder;
import dev.parley.frame.Message;
import dev.parley.internal.engine.SharedMessages.Addressed;
import dev.parley.internal.net.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The frames of several messages by one encoder. Those that are for everybody lie one behind the
/// other, and those that are for one session behind each other elsewhere, so that what a session
/// gets is a few runs of bytes. Safe for any thread; does not change.
final class SharedFrames {
  private final List<Addressed> messages;
  private final Encoder encoder;

  /// That of each message; null for a message that is not encoded.
  private final List<@Nullable Frame> frames;

  private final List<Run> forAll;
  private final long cost;

  /// Frames that lie behind each other: at most [EventLoop#BUFFER_BYTES], unless it is one.
  ///
  /// @param bytes all of them, from position to limit
  /// @param frames each of them
  record Run(ByteBuffer bytes, List<ByteBuffer> frames) {}

  /// @param piece the piece of memory that it is in
  /// @param bytes from position to limit
  private record Frame(Piece piece, ByteBuffer bytes) {}

  /// Stands for a piece of memory: equal to itself only.
  private static final class Piece {}

  private SharedFrames(
      List<Addressed> messages, Encoder encoder, List<@Nullable Frame> frames, long cost) {
    this.messages = messages;
    this.encoder = encoder;
    this.frames = frames;
    this.cost = cost;
    this.forAll = runs(message -> message.only() == null);
  }

  /// Encodes messages.
  ///
  /// @param isWanted which of them
  /// @throws dev.parley.session.UnencodableMessageException if the framing cannot carry one
  static SharedFrames of(List<Addressed> messages, Encoder encoder, Predicate<Addressed> isWanted) {
    long bytesForAll = 0;
    long bytesForOne = 0;
    List<Boolean> wanted = new ArrayList<>(messages.size());
    for (Addressed message : messages) {
      boolean isWantedOne = isWanted.test(message);
      wanted.add(isWantedOne);
      if (isWantedOne) {
        long need = Packer.need(message.message(), encoder);
        if (message.only() == null) {
          bytesForAll += need;
        } else {
          bytesForOne += need;
        }
      }
    }
    Packer forAll = new Packer(encoder, bytesForAll);
    Packer forOne = new Packer(encoder, bytesForOne);
    List<@Nullable Frame> frames = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      Addressed message = messages.get(i);
      Packer packer = message.only() == null ? forAll : forOne;
      frames.add(wanted.get(i) ? packer.add(message.message()) : null);
    }
    return new SharedFrames(messages, encoder, frames, forAll.allocated + forOne.allocated);
  }

  Encoder encoder() {
    return encoder;
  }

  /// Returns the runs of what is for everybody, in order.
  List<Run> forAll() {
    return forAll;
  }

  /// Returns the runs of some of the messages, in order.
  ///
  /// @throws dev.parley.session.UnencodableMessageException if the framing cannot carry one that
  ///   was not wanted
  List<Run> runs(Predicate<Addressed> isTaken) {
    List<Run> runs = new ArrayList<>();
    List<Frame> behindEachOther = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Addressed message = messages.get(i);
      if (isTaken.test(message)) {
        Frame frame = frames.get(i);
        if (frame == null) { // the session had another encoder
          frame = new Frame(new Piece(), SharedMessage.encode(message.message(), encoder));
        }
        if (!behindEachOther.isEmpty() && !follows(frame, behindEachOther.getLast())) {
          runs.add(run(behindEachOther));
          behindEachOther = new ArrayList<>();
        }
        behindEachOther.add(frame);
      }
    }
    if (!behindEachOther.isEmpty()) {
      runs.add(run(behindEachOther));
    }
    return runs;
  }

  private static boolean follows(Frame frame, Frame before) {
    return frame.piece().equals(before.piece())
        && frame.bytes().position() == before.bytes().limit();
  }

  private static Run run(List<Frame> frames) {
    ByteBuffer bytes = frames.getFirst().bytes().duplicate();
    bytes.limit(frames.getLast().bytes().limit());
    return new Run(bytes, frames.stream().map(Frame::bytes).toList());
  }

  /// Returns the memory that the frames take, in bytes.
  long cost() {
    return cost;
  }

  /// Writes frames behind each other, into buffers that are no larger than needed.
  private static final class Packer {
    private final Encoder encoder;

    /// The most that the frames still need that were not added.
    private long left;

    private Piece piece = new Piece();
    private ByteBuffer room = ByteBuffer.allocate(0);
    private long allocated;

    Packer(Encoder encoder, long bytes) {
      this.encoder = encoder;
      this.left = bytes;
    }

    static int need(Message message, Encoder encoder) {
      return message.length() + encoder.overhead();
    }

    Frame add(Message message) {
      int need = need(message, encoder);
      if (room.remaining() < need) {
        int bytes = Math.max(need, (int) Math.min(left, EventLoop.BUFFER_BYTES));
        piece = new Piece();
        room = ByteBuffer.allocate(bytes);
        allocated += bytes;
      }
      left -= need;
      int start = room.position();
      SharedMessage.encode(message, encoder, room);
      ByteBuffer frame = room.duplicate();
      frame.limit(room.position());
      frame.position(start);
      return new Frame(piece, frame);
    }
  }
}
