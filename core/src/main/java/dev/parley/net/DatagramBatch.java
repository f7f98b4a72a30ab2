package dev.parley.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// One loop's memory for batches of datagrams: 64 places to receive into, and the datagrams that
/// wait to leave together, of one socket at a time. Confined to its loop, whose sockets share it.
///
/// ```
///   64 × mmsghdr │ 64 × iovec │ 64 × name     to receive
///   64 × mmsghdr │ 64 × iovec │ 64 × name     to send
///   64 × place: a whole datagram, 65,536 bytes and a gap
///   128 KiB: the datagrams to send, one behind the other
/// ```
///
/// 4.3 MiB of addresses, of which the system backs by memory what was used: a page for each place
/// when datagrams are small.
///
/// ```
///   mmsghdr   0 name │ 8 its length │ 16 iovec │ 24 how many: 1 │ 32 control │ 40 its length
///            48 flags │ 56 bytes received or sent                                    64 bytes
///   iovec     0 address │ 8 length                                                  16 bytes
/// ```
final class DatagramBatch implements AutoCloseable {
  private static final int PLACES = DatagramIo.BATCH;
  private static final int HEADER_BYTES = 64;
  private static final int VECTOR_BYTES = 16;
  private static final int NAME_BYTES = 32;
  private static final int CONTROL_BYTES = PLACES * (HEADER_BYTES + VECTOR_BYTES + NAME_BYTES);

  private static final int NAME_LENGTH = 8;
  private static final int FLAGS = 48;
  private static final int MESSAGE_LENGTH = 56;

  /// Places a power of two apart would all compete for the same few lines of the processor's cache.
  private static final int PLACE_BYTES = Loop.BUFFER_BYTES + 192;

  /// Two of the largest datagrams and some.
  private static final int OUT_BYTES = 2 * Loop.BUFFER_BYTES;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment error = BatchCalls.errorRoom(arena);
  private final ByteBuffer control;
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final long headersIn;
  private final long headersOut;
  private final long outAddress;
  private final int vectorsOut;
  private final int namesOut;
  private final long namesOutAddress;
  private @Nullable BatchIo holder;
  private boolean flushing;
  private int added;
  private int outEnd;
  private long receiveCalls;
  private long sendCalls;

  /// Takes the memory from the system.
  ///
  /// @throws OutOfMemoryError if it has none to give
  DatagramBatch() {
    long placesAt = 2L * CONTROL_BYTES;
    long outAt = placesAt + (long) PLACES * PLACE_BYTES;
    MemorySegment memory = BatchCalls.map(outAt + OUT_BYTES, arena);
    this.control = memory.asSlice(0, placesAt).asByteBuffer().order(ByteOrder.nativeOrder());
    this.in = memory.asSlice(placesAt, outAt - placesAt).asByteBuffer();
    this.out = memory.asSlice(outAt, OUT_BYTES).asByteBuffer();
    this.headersIn = memory.address();
    this.headersOut = memory.address() + CONTROL_BYTES;
    this.outAddress = memory.address() + outAt;
    this.vectorsOut = CONTROL_BYTES + PLACES * HEADER_BYTES;
    this.namesOut = vectorsOut + PLACES * VECTOR_BYTES;
    this.namesOutAddress = memory.address() + namesOut;
    for (int i = 0; i < PLACES; i++) {
      layOut(i, 0, memory.address() + placesAt + (long) i * PLACE_BYTES, Loop.BUFFER_BYTES);
      layOut(i, CONTROL_BYTES, outAddress, 0);
    }
  }

  /// Points header `i` of the table at `table` to its name and its one vector.
  private void layOut(int i, int table, long bytes, long length) {
    int header = table + i * HEADER_BYTES;
    int vector = table + PLACES * HEADER_BYTES + i * VECTOR_BYTES;
    int name = table + PLACES * (HEADER_BYTES + VECTOR_BYTES) + i * NAME_BYTES;
    control.putLong(header, headersIn + name).putInt(header + NAME_LENGTH, NAME_BYTES);
    control.putLong(header + 16, headersIn + vector).putLong(header + 24, 1);
    control.putLong(vector, bytes).putLong(vector + 8, length);
  }

  /// Takes what has come to a socket.
  ///
  /// @return the number of datagrams, or the negative number of the system's error
  int receive(int descriptor) {
    receiveCalls++;
    return BatchCalls.receive(descriptor, headersIn, PLACES, error);
  }

  /// The datagram at place `i` of the last [#receive], from the position of the buffer to its
  /// limit, and its sender in `from`. Null if it did not fit into its place.
  @Nullable ByteBuffer received(int i, PeerAddress from) {
    int header = i * HEADER_BYTES;
    control.putInt(header + NAME_LENGTH, NAME_BYTES); // the system had written the real length
    from.read(control, PLACES * (HEADER_BYTES + VECTOR_BYTES) + i * NAME_BYTES);
    if ((control.getInt(header + FLAGS) & BatchCalls.MSG_TRUNC) != 0) {
      return null;
    }
    int start = i * PLACE_BYTES;
    return in.limit(start + control.getInt(header + MESSAGE_LENGTH)).position(start);
  }

  /// True if what waits here is of this socket.
  boolean isHeldBy(BatchIo socket) {
    return holder == socket;
  }

  /// True if a datagram of so many bytes more can wait here.
  boolean hasRoom(int bytes) {
    return added < PLACES && bytes <= OUT_BYTES - outEnd;
  }

  /// Has whoever is here flush, and is then empty and this socket's.
  void holdFor(BatchIo socket) {
    if (holder != null) {
      holder.flush();
    }
    holder = socket;
  }

  /// Copies a datagram to those that wait; there is room. `to` is null on a connected socket.
  ///
  /// @return its place, counted from 0
  int add(ByteBuffer bytes, @Nullable PeerAddress to, boolean isIpv4Only) {
    int place = added++;
    int size = bytes.remaining();
    out.put(outEnd, bytes, bytes.position(), size);
    int vector = vectorsOut + place * VECTOR_BYTES;
    control.putLong(vector, outAddress + outEnd).putLong(vector + 8, size);
    outEnd += size;
    int header = CONTROL_BYTES + place * HEADER_BYTES;
    if (to == null) {
      control.putLong(header, 0).putInt(header + NAME_LENGTH, 0);
    } else {
      int name = place * NAME_BYTES;
      int length = to.write(control, namesOut + name, isIpv4Only);
      control.putLong(header, namesOutAddress + name).putInt(header + NAME_LENGTH, length);
    }
    return place;
  }

  /// How many datagrams wait.
  int added() {
    return added;
  }

  /// The bytes of the datagram at `place`.
  ByteBuffer added(int place) {
    int vector = vectorsOut + place * VECTOR_BYTES;
    int start = (int) (control.getLong(vector) - outAddress);
    return out.slice(start, (int) control.getLong(vector + 8));
  }

  /// Sends the datagrams from `first` on.
  ///
  /// @return how many are gone, at least one, or the negative number of the system's error for the
  ///   first
  int send(int descriptor, int first) {
    sendCalls++;
    return BatchCalls.send(
        descriptor, headersOut + (long) first * HEADER_BYTES, added - first, error);
  }

  /// What waits here is being sent, and nothing can be added.
  void beginFlush() {
    flushing = true;
  }

  /// True between [#beginFlush] and [#endFlush].
  boolean isFlushing() {
    return flushing;
  }

  /// Nothing waits here any more.
  void endFlush() {
    flushing = false;
    added = 0;
    outEnd = 0;
    holder = null;
  }

  /// How often the system was asked for datagrams.
  long receiveCalls() {
    return receiveCalls;
  }

  /// How often the system was given datagrams.
  long sendCalls() {
    return sendCalls;
  }

  /// Gives the memory back. On the thread that made it.
  @Override
  public void close() {
    arena.close();
  }
}
