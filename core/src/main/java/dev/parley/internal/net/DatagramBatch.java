package dev.parley.internal.net;

import dev.parley.internal.posix.DatagramCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The memory of one loop for batches of datagrams: 64 slots to receive into, and the datagrams
/// that wait to be sent together, of one socket at a time. Confined to its loop, whose sockets
/// share it.
///
/// ```
///   64 × mmsghdr │ 64 × iovec │ 64 × name     to receive
///   64 × mmsghdr │ 64 × iovec │ 64 × name     to send
///   64 × control                              what the system reports about received datagrams
///   64 × control                              how to split what is sent, and its source address
///   64 × slot: a whole datagram, 65,536 bytes and a gap
///   128 KiB: the datagrams to send, one after the other
///   64 KiB: a datagram to send by itself
/// ```
///
/// 4.4 MiB of address space, of which the system backs only the pages that were used: one per slot
/// when datagrams are small.
///
/// ```
///   mmsghdr   0 name │ 8 its length │ 16 iovec │ 24 iovec count │ 32 control │ 40 its length
///            48 flags │ 56 bytes received or sent                                 64 bytes
///   iovec     0 address │ 8 length                                               16 bytes
///   cmsghdr   0 length │ 8 level │ 12 type │ 16 data                   in steps of 8 bytes
///
///   to send   split: 16 bytes of a segment (2)             24 bytes
///             source: 16 in6_pktinfo (20) or in_pktinfo (12)   40 bytes
/// ```
///
/// Of the two control messages of a run, the system gets either, both or none.
///
/// Each run of [DatagramRuns] has one header to send, with one vector for each contiguous piece of
/// its datagrams.
final class DatagramBatch implements AutoCloseable {
  private static final int PLACES = DatagramIo.BATCH;
  private static final int HEADER_BYTES = 64;
  private static final int VECTOR_BYTES = 16;
  private static final int NAME_BYTES = 32;
  private static final int CONTROL_BYTES = PLACES * (HEADER_BYTES + VECTOR_BYTES + NAME_BYTES);

  /// From the system: drops so far (24), our address as IPv6 (40) and as IPv4 (32).
  private static final int NOTICE_BYTES = 96;

  private static final int SEGMENT_BYTES = 24;
  private static final int SEGMENT_LENGTH = 18;
  private static final int SOURCE_BYTES = 40;
  private static final int SOURCE_LENGTH_IPV6 = 36;
  private static final int SOURCE_LENGTH_IPV4 = 28;
  private static final int ORDER_BYTES = SEGMENT_BYTES + SOURCE_BYTES;

  private static final int NAME_LENGTH = 8;
  private static final int VECTORS = 16;
  private static final int VECTOR_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;
  private static final int MESSAGE_LENGTH = 56;

  /// Slots a power of two apart would all compete for the same few lines of the processor's cache.
  private static final int PLACE_BYTES = EventLoop.BUFFER_BYTES + 192;

  /// Two of the largest datagrams, and a little more.
  private static final int OUT_BYTES = 2 * EventLoop.BUFFER_BYTES;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment error = DatagramCalls.errorMemory(arena);
  private final ByteBuffer control;
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final long headersIn;
  private final long headersOut;
  private final long outAddress;
  private final int vectorsOut;
  private final int namesOut;
  private final long namesOutAddress;
  private final int notices;
  private final int orders;
  private final int lone;
  private final ByteBuffer loneBytes;
  private final DatagramRuns runs = new DatagramRuns();
  private final int[] offsets = new int[PLACES];
  private @Nullable BatchIo holder;
  private boolean flushing;
  private int outEnd;
  private long receiveCalls;
  private long sendCalls;
  private long runsSent;
  private int dropped;

  /// Maps the memory.
  ///
  /// @throws OutOfMemoryError if the system has none
  DatagramBatch() {
    this.notices = 2 * CONTROL_BYTES;
    this.orders = notices + PLACES * NOTICE_BYTES;
    this.lone = orders + PLACES * ORDER_BYTES;
    long placesAt = (long) lone + HEADER_BYTES + VECTOR_BYTES + NAME_BYTES + ORDER_BYTES;
    long outAt = placesAt + (long) PLACES * PLACE_BYTES;
    long loneAt = outAt + OUT_BYTES;
    MemorySegment memory = DatagramCalls.map(loneAt + EventLoop.BUFFER_BYTES, arena);
    this.control = memory.asSlice(0, placesAt).asByteBuffer().order(ByteOrder.nativeOrder());
    this.in = memory.asSlice(placesAt, outAt - placesAt).asByteBuffer();
    this.out = memory.asSlice(outAt, OUT_BYTES).asByteBuffer();
    this.headersIn = memory.address();
    this.headersOut = memory.address() + CONTROL_BYTES;
    this.outAddress = memory.address() + outAt;
    this.vectorsOut = CONTROL_BYTES + PLACES * HEADER_BYTES;
    this.namesOut = vectorsOut + PLACES * VECTOR_BYTES;
    this.namesOutAddress = memory.address() + namesOut;
    this.loneBytes = memory.asSlice(loneAt, EventLoop.BUFFER_BYTES).asByteBuffer();
    control.putLong(lone + HEADER_BYTES, memory.address() + loneAt);
    for (int i = 0; i < PLACES; i++) {
      layOutPlace(i, memory.address() + placesAt + (long) i * PLACE_BYTES);
      int segment = orders + i * ORDER_BYTES;
      control.putLong(segment, SEGMENT_LENGTH);
      control
          .putInt(segment + 8, DatagramCalls.SOL_UDP)
          .putInt(segment + 12, DatagramCalls.UDP_SEGMENT);
    }
  }

  /// Points receive header `i` to its name and its one vector, a slot at address `bytes`.
  private void layOutPlace(int i, long bytes) {
    int header = i * HEADER_BYTES;
    int vector = PLACES * HEADER_BYTES + i * VECTOR_BYTES;
    int name = PLACES * (HEADER_BYTES + VECTOR_BYTES) + i * NAME_BYTES;
    control.putLong(header, headersIn + name).putInt(header + NAME_LENGTH, NAME_BYTES);
    control.putLong(header + VECTORS, headersIn + vector).putLong(header + VECTOR_COUNT, 1);
    control.putLong(vector, bytes).putLong(vector + 8, EventLoop.BUFFER_BYTES);
    control.putLong(header + CONTROL, headersIn + notices + (long) i * NOTICE_BYTES);
    control.putLong(header + CONTROL_LENGTH, NOTICE_BYTES);
  }

  /// Receives what has arrived at a socket.
  ///
  /// @return the number of datagrams, or the negative number of the system's error
  int receive(int descriptor) {
    receiveCalls++;
    return DatagramCalls.receive(descriptor, headersIn, PLACES, error);
  }

  /// Returns the datagram in slot `i` of the last [#receive], from the position of the buffer to
  /// its limit, and reads its sender into `from`, with the address of ours that it was sent to.
  /// Returns null if it did not fit into its slot.
  @Nullable ByteBuffer received(int i, PeerAddress from) {
    int header = i * HEADER_BYTES;
    control.putInt(header + NAME_LENGTH, NAME_BYTES); // the system wrote the actual length here
    from.read(control, PLACES * (HEADER_BYTES + VECTOR_BYTES) + i * NAME_BYTES);
    from.forgetOwn();
    long noticed = control.getLong(header + CONTROL_LENGTH);
    control.putLong(header + CONTROL_LENGTH, NOTICE_BYTES);
    if (noticed > 0) {
      readNotices(notices + i * NOTICE_BYTES, (int) noticed, from);
    }
    if ((control.getInt(header + FLAGS) & DatagramCalls.MSG_TRUNC) != 0) {
      return null;
    }
    int start = i * PLACE_BYTES;
    return in.limit(start + control.getInt(header + MESSAGE_LENGTH)).position(start);
  }

  private void readNotices(int start, int length, PeerAddress from) {
    int end = start + length;
    for (int at = start; at + 16 < end; ) {
      int size = (int) control.getLong(at);
      int level = control.getInt(at + 8);
      int type = control.getInt(at + 12);
      if (level == DatagramCalls.SOL_IPV6 && type == DatagramCalls.IPV6_PKTINFO) {
        from.readOwnIpv6(control, at + 16);
      } else if (level == DatagramCalls.SOL_IP && type == DatagramCalls.IP_PKTINFO) {
        from.readOwnIpv4(control, at + 16);
      } else if (level == DatagramCalls.SOL_SOCKET && type == DatagramCalls.SO_RXQ_OVFL) {
        dropped = control.getInt(at + 16);
      }
      at += Math.max(16, (size + 7) & ~7);
    }
  }

  /// Returns how many datagrams the system had dropped when it received the latest of those that
  /// were read, as a 32-bit count that wraps. Returns `before` if none of them reported it.
  int dropped(int before) {
    int latest = dropped;
    dropped = 0;
    return latest == 0 ? before : latest;
  }

  /// Returns true if the pending datagrams are this socket's.
  boolean isHeldBy(BatchIo socket) {
    return holder == socket;
  }

  /// Returns true if there is room for another datagram of this many bytes.
  boolean hasRoom(int bytes) {
    return runs.added() < PLACES && bytes <= OUT_BYTES - outEnd;
  }

  /// Makes the current holder flush, and gives the empty batch to this socket.
  void holdFor(BatchIo socket) {
    if (holder != null) {
      holder.flush();
    }
    holder = socket;
  }

  /// Copies a datagram to the pending ones; there is room.
  ///
  /// @param to must not change afterwards
  /// @param mayJoin true if it may be sent in one run with others to the same peer
  void add(ByteBuffer bytes, PeerAddress to, boolean mayJoin) {
    int size = bytes.remaining();
    int place = runs.add(to, size, mayJoin);
    out.put(outEnd, bytes, bytes.position(), size);
    offsets[place] = outEnd;
    outEnd += size;
  }

  /// Prepares the headers for sending; nothing can be added until [#endFlush].
  ///
  /// @param isNamed false on a connected socket
  void beginFlush(boolean isNamed, boolean isIpv4Only) {
    flushing = true;
    runs.arrange();
    for (int run = 0; run < runs.count(); run++) {
      int header = CONTROL_BYTES + run * HEADER_BYTES;
      if (isNamed) {
        int name = run * NAME_BYTES;
        int length = receiver(runs.start(run)).next().write(control, namesOut + name, isIpv4Only);
        control.putLong(header, namesOutAddress + name).putInt(header + NAME_LENGTH, length);
      } else {
        control.putLong(header, 0).putInt(header + NAME_LENGTH, 0);
      }
      pointToBytes(header, runs.start(run), runs.start(run + 1));
      int order = orders + run * ORDER_BYTES;
      boolean isSplit = runs.isSplit(run);
      if (isSplit) {
        control.putShort(order + SEGMENT_LENGTH - 2, (short) runs.segmentBytes(run));
      }
      setControl(header, order, isSplit, receiver(runs.start(run)), isIpv4Only);
    }
  }

  /// Points a header to its control messages at `order`: how to split the run, if `isSplit`, and
  /// the source address, if one is known.
  private void setControl(
      int header, int order, boolean isSplit, PeerAddress to, boolean isIpv4Only) {
    int start = isSplit ? order : order + SEGMENT_BYTES;
    int end = order + SEGMENT_BYTES;
    if (to.hasOwn()) {
      int source = order + SEGMENT_BYTES;
      control.putLong(source, isIpv4Only ? SOURCE_LENGTH_IPV4 : SOURCE_LENGTH_IPV6);
      control.putInt(source + 8, isIpv4Only ? DatagramCalls.SOL_IP : DatagramCalls.SOL_IPV6);
      control.putInt(
          source + 12, isIpv4Only ? DatagramCalls.IP_PKTINFO : DatagramCalls.IPV6_PKTINFO);
      to.writeOwn(control, source + 16, isIpv4Only);
      end = order + ORDER_BYTES;
    }
    control.putLong(header + CONTROL, start == end ? 0 : headersIn + start);
    control.putLong(header + CONTROL_LENGTH, end - start);
  }

  /// Sends one datagram to `to` from the address that it has called, ahead of the pending ones.
  ///
  /// @return 1, or the negative number of the system's error
  int sendOne(int descriptor, ByteBuffer bytes, PeerAddress to, boolean isIpv4Only) {
    int vector = lone + HEADER_BYTES;
    int name = vector + VECTOR_BYTES;
    int size = bytes.remaining();
    loneBytes.put(0, bytes, bytes.position(), size);
    control.putLong(vector + 8, size);
    control.putLong(lone, headersIn + name);
    control.putInt(lone + NAME_LENGTH, to.next().write(control, name, isIpv4Only));
    control.putLong(lone + VECTORS, headersIn + vector).putLong(lone + VECTOR_COUNT, 1);
    setControl(lone, name + NAME_BYTES, false, to, isIpv4Only);
    return DatagramCalls.send(descriptor, headersIn + lone, 1, error);
  }

  /// Points a header to the datagrams number `first` to before `end`. Contiguous ones share one
  /// vector.
  private void pointToBytes(int header, int first, int end) {
    int vector = vectorsOut + (first - 1) * VECTOR_BYTES;
    int vectors = 0;
    int length = 0;
    int expected = -1;
    for (int turn = first; turn < end; turn++) {
      int place = runs.place(turn);
      int size = runs.size(place);
      if (offsets[place] != expected) {
        vector += VECTOR_BYTES;
        vectors++;
        length = 0;
        control.putLong(vector, outAddress + offsets[place]);
      }
      length += size;
      expected = offsets[place] + size;
      control.putLong(vector + 8, length);
    }
    control.putLong(header + VECTORS, headersIn + vectorsOut + first * (long) VECTOR_BYTES);
    control.putLong(header + VECTOR_COUNT, vectors);
  }

  /// Returns the number of pending datagrams. In a flush they are numbered in the order in which
  /// they are sent.
  int added() {
    return runs.added();
  }

  /// Returns the bytes of datagram number `turn`, in a flush.
  ByteBuffer bytes(int turn) {
    int place = runs.place(turn);
    return out.slice(offsets[place], runs.size(place));
  }

  /// Returns the receiver of datagram number `turn`, in a flush.
  PeerAddress receiver(int turn) {
    return runs.peer(runs.place(turn));
  }

  /// Returns the number of runs in which the datagrams are sent.
  int runs() {
    return runs.count();
  }

  /// Returns the number of a run's first datagram; for the number of runs, that of all datagrams.
  int start(int run) {
    return runs.start(run);
  }

  /// Returns true for a run of several datagrams.
  boolean isSplit(int run) {
    return runs.isSplit(run);
  }

  /// Sends the runs from `first` on.
  ///
  /// @return how many were sent, at least one, or the negative number of the system's error for the
  ///   first
  int send(int descriptor, int first) {
    sendCalls++;
    long headers = headersOut + (long) first * HEADER_BYTES;
    int sent = DatagramCalls.send(descriptor, headers, runs.count() - first, error);
    runsSent += Math.max(0, sent);
    return sent;
  }

  /// Returns true between [#beginFlush] and [#endFlush].
  boolean isFlushing() {
    return flushing;
  }

  /// Empties the batch.
  void endFlush() {
    flushing = false;
    runs.clear();
    outEnd = 0;
    holder = null;
  }

  /// Returns the number of receive calls.
  long receiveCalls() {
    return receiveCalls;
  }

  /// Returns the number of send calls.
  long sendCalls() {
    return sendCalls;
  }

  /// Returns the number of runs sent.
  long runsSent() {
    return runsSent;
  }

  /// Unmaps the memory. On the thread that created it.
  @Override
  public void close() {
    arena.close();
  }
}
