package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.CountingClock;
import dev.parley.testing.OwnProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A server in a process with little memory, 2,000 hostile peers, each with an address of its own,
/// and 50 honest ones that must not be affected. Run by [HostileSoakTest].
public final class HostileSoak {
  private static final int BAD = 2_000;
  private static final int HONEST = 50;

  /// What a hostile peer does, and how its session must end.
  private enum Kind {
    RESETS_AT_ONCE(CloseReason.PEER_RESET),
    RESETS_INSIDE_A_FRAME(CloseReason.PEER_RESET),
    VANISHES_INSIDE_A_FRAME(CloseReason.FRAME_TIMEOUT),
    ENDS_AFTER_A_FRAME(CloseReason.PEER_CLOSED),
    ENDS_INSIDE_A_FRAME(CloseReason.FRAME_TRUNCATED),
    ANNOUNCES_MINUS_ONE(CloseReason.FRAME_TOO_LARGE),
    ANNOUNCES_4_GIB_LESS_ONE(CloseReason.FRAME_TOO_LARGE),
    ANNOUNCES_AND_STAYS(CloseReason.FRAME_TIMEOUT),
    SAYS_NOTHING(CloseReason.IDLE_TIMEOUT),
    TRICKLES(CloseReason.PEER_RESET),
    FLOODS_AND_NEVER_READS(CloseReason.WRITE_TIMEOUT);

    final CloseReason reason;

    Kind(CloseReason reason) {
      this.reason = reason;
    }
  }

  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
  private final Map<Long, Event.SessionClosed> ends = new ConcurrentHashMap<>();
  private final List<String> troubles = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger sessionsOpened = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<SocketChannel> kept = new ArrayList<>();

  private final CountingClock clock = new CountingClock();

  private HostileSoak() {}

  /// Runs the soak test; exits with 0 if everything held.
  public static void main(String[] args) throws Exception {
    new HostileSoak().run();
    System.exit(0);
  }

  private synchronized void trouble(String what) {
    if (troubles.size() < 20) {
      troubles.add(what);
    }
  }

  private void watch(Event event) {
    switch (event) {
      case Event.SessionOpened _ -> sessionsOpened.incrementAndGet();
      case Event.SessionClosed end -> {
        if (ends.put(end.session(), end) != null) {
          trouble("closed twice: " + end);
        }
      }
      case Event.Defect defect -> trouble("defect: " + defect.cause());
      case Event.HandlerFailed failed -> trouble("handler: " + failed.cause());
      case Event.PeerRefused refused -> trouble("refused: " + refused);
      default -> {}
    }
  }

  private final class Echo implements Handler {
    @Override
    public void opened(Session session) {
      opened.incrementAndGet();
    }

    @Override
    public void received(Session session, Message message) {
      session.send(message);
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      closed.incrementAndGet();
    }
  }

  private void run() throws Exception {
    rehearse();
    long heap = heapInUse();
    int files = OwnProcess.openFiles();
    int threads = OwnProcess.threads("parley-");
    try (Server server = server()) {
      attack(server);
      long after = heapInUse();
      if (after > heap + (8 << 20)) {
        trouble("heap grew from " + heap + " to " + after);
      }
      clock.assertLoopsRest();
    }
    if (!OwnProcess.comesTrue(() -> filesNow() <= files)) {
      trouble("open files: " + files + " before, " + filesNow() + " after");
    }
    if (!OwnProcess.comesTrue(() -> threadsNow() <= threads)) {
      trouble("threads: " + threads + " before, " + threadsNow() + " after");
    }
    check();
    if (!troubles.isEmpty()) {
      System.out.println(String.join("\n", troubles));
      System.exit(1);
    }
    System.out.println("served " + served + " in the middle of " + BAD);
  }

  private static int filesNow() {
    try {
      return OwnProcess.openFiles();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int threadsNow() {
    try {
      return OwnProcess.threads("parley-");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Server server() throws IOException {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .framing(Framing.length())
        .handler(new Echo())
        .events(this::watch)
        .loops(2)
        .clock(clock)
        .timeouts(
            Timeouts.defaults()
                .withFrame(Duration.ofMillis(1500))
                .withIdle(Duration.ofMillis(2500))
                .withWrite(Duration.ofMillis(1000))
                .withLinger(Duration.ofMillis(200)))
        .start();
  }

  /// A warm-up with one of everything, so that classes and buffers exist before anything is
  /// measured.
  private void rehearse() throws Exception {
    try (Server server = server()) {
      // On a virtual thread: the JDK opens files of its own for the first one that waits for a
      // socket.
      over.set(true);
      Thread honest = Thread.ofVirtual().start(() -> beHonest(server));
      honest.join();
      over.set(false);
      if (!OwnProcess.comesTrue(() -> server.openSessions() == 0)) {
        trouble("the rehearsal did not end");
      }
    }
    int _ = OwnProcess.threads("parley-");
    served.set(0);
    ends.clear();
    opened.set(0);
    closed.set(0);
    sessionsOpened.set(0);
  }

  private static InetSocketAddress address(Server server) {
    return new InetSocketAddress(server.address().host(), server.address().port());
  }

  private static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void attack(Server server) throws Exception {
    List<Thread> honest = new ArrayList<>();
    for (int i = 0; i < HONEST; i++) {
      honest.add(Thread.ofVirtual().start(() -> beHonest(server)));
    }
    Thread besiegers =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int i = 0; i < BAD; i++) {
                  misbehave(server, i);
                }
              } catch (IOException e) {
                trouble("a besieger: " + e);
              }
            });
    besiegers.join();
    if (!OwnProcess.comesTrue(() -> server.openSessions() <= HONEST)) {
      trouble("still open: " + server.openSessions());
    }
    over.set(true);
    for (Thread thread : honest) {
      thread.join();
    }
    if (!OwnProcess.comesTrue(() -> server.openSessions() == 0)) {
      trouble("still open at the end: " + server.openSessions());
    }
    for (SocketChannel channel : kept) {
      channel.close();
    }
    kept.clear();
  }

  private void beHonest(Server server) {
    try (SocketChannel peer = SocketChannel.open(address(server))) {
      int asked = 0;
      while (!over.get() || asked == 0) {
        ask(peer, ++asked);
      }
    } catch (IOException e) {
      trouble("an honest peer: " + e);
    }
  }

  private void ask(SocketChannel peer, int number) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(8).putInt(4).putInt(number).flip();
    while (frame.hasRemaining()) {
      int _ = peer.write(frame);
    }
    ByteBuffer answer = ByteBuffer.allocate(8);
    while (answer.hasRemaining()) {
      if (peer.read(answer) < 0) {
        throw new IOException("the server ended");
      }
    }
    if (answer.getInt(4) != number) {
      throw new IOException("asked " + number + ", got " + answer.getInt(4));
    }
    served.incrementAndGet();
  }

  private void misbehave(Server server, int number) throws IOException {
    Kind kind = Kind.values()[number % Kind.values().length];
    SocketChannel peer = SocketChannel.open();
    peer.bind(new InetSocketAddress(from(number), 0));
    if (kind == Kind.FLOODS_AND_NEVER_READS) {
      peer.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    }
    InetSocketAddress own = (InetSocketAddress) peer.getLocalAddress();
    kinds.put(own.getAddress().getHostAddress() + ":" + own.getPort(), kind);
    peer.connect(address(server));
    try {
      switch (kind) {
        case RESETS_AT_ONCE -> reset(peer);
        case RESETS_INSIDE_A_FRAME -> {
          put(peer, 0, 0, 0, 9, 1, 2);
          reset(peer);
        }
        case VANISHES_INSIDE_A_FRAME -> stay(put(peer, 0, 0, 0, 9, 1, 2));
        case ENDS_AFTER_A_FRAME -> stay(put(peer, 0, 0, 0, 1, 1).shutdownOutput());
        case ENDS_INSIDE_A_FRAME -> stay(put(peer, 0, 0, 0, 2, 1).shutdownOutput());
        case ANNOUNCES_MINUS_ONE -> stay(put(peer, 0xff, 0xff, 0xff, 0xff));
        case ANNOUNCES_4_GIB_LESS_ONE -> stay(put(peer, 0xff, 0xff, 0xff, 0xfe, 1, 2, 3));
        case ANNOUNCES_AND_STAYS -> stay(put(peer, 0, 0x10, 0, 0));
        case SAYS_NOTHING -> stay(peer);
        case TRICKLES -> {
          for (int b : new int[] {0, 0, 0, 2, 1, 2}) {
            put(peer, b);
          }
          reset(peer);
        }
        case FLOODS_AND_NEVER_READS -> stay(flood(peer));
      }
    } catch (IOException e) {
      kept.add(peer); // the server was faster
    }
  }

  private static InetAddress from(int number) throws IOException {
    return InetAddress.getByAddress(
        new byte[] {127, 1, (byte) (number / 250), (byte) (1 + number % 250)});
  }

  private static SocketChannel put(SocketChannel peer, int... bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int b : bytes) {
      buffer.put((byte) b);
    }
    int _ = peer.write(buffer.flip());
    return peer;
  }

  private static void reset(SocketChannel peer) throws IOException {
    peer.setOption(StandardSocketOptions.SO_LINGER, 0);
    peer.close();
  }

  /// Sends requests until no more are accepted.
  private static SocketChannel flood(SocketChannel peer) throws IOException {
    ByteBuffer frame = ByteBuffer.allocateDirect(16_384);
    while (frame.remaining() >= 1028) {
      frame.putInt(1024).position(frame.position() + 1024);
    }
    frame.flip();
    peer.configureBlocking(false);
    int refused = 0;
    while (refused < 50) {
      if (!frame.hasRemaining()) {
        frame.rewind();
      }
      if (peer.write(frame) == 0) {
        refused++;
        Thread.onSpinWait();
      } else {
        refused = 0;
      }
    }
    return peer;
  }

  private void stay(SocketChannel peer) {
    kept.add(peer);
  }

  private void check() {
    if (ends.size() != BAD + HONEST) {
      trouble(ends.size() + " sessions ended");
    }
    if (opened.get() != closed.get() || sessionsOpened.get() != opened.get()) {
      trouble("opened " + opened + ", told " + sessionsOpened + ", closed " + closed);
    }
    for (Event.SessionClosed end : ends.values()) {
      Kind kind = kinds.get(end.peer());
      CloseReason expected = kind == null ? CloseReason.PEER_CLOSED : kind.reason;
      // Flooding sessions hold what one session may hold; together that exceeds this memory.
      boolean isCrowded =
          kind == Kind.FLOODS_AND_NEVER_READS && end.reason() == CloseReason.BUFFERS_FULL;
      if (end.reason() != expected && !isCrowded) {
        trouble(kind + " ended with " + end.reason() + " " + end.detail());
      }
    }
    if (served.get() < HONEST) {
      trouble("served " + served);
    }
  }
}
