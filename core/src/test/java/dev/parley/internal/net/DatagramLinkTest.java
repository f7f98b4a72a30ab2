package dev.parley.internal.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Tests links on a loop against raw sockets: the number of system calls, their order, and
/// refusals.
class DatagramLinkTest {
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private final List<DatagramSocket> sockets = new ArrayList<>();
  private final EventLoop loop = newLoop();

  private EventLoop newLoop() {
    try {
      Clock clock = Clock.system();
      return new EventLoop(
          "parley-loop-test",
          LoopThread.PLATFORM,
          clock,
          new MemoryBudget(1 << 20, 1),
          new FailureHandler(clock, failures::add, (_, _, _) -> {}));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void closeAll() {
    sockets.forEach(DatagramSocket::close);
    loop.stop();
    loop.awaitStop(Wait.TIME.toNanos());
    assertEquals(List.of(), List.copyOf(failures));
  }

  /// Echoes each datagram and records everything else.
  private static class Echo implements DatagramLink.Receiver {
    final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    volatile boolean paused;
    DatagramLink link;

    void received(PeerAddress from, ByteBuffer in) {
      received.add(text(in.duplicate()));
      link.send(in, from.keep());
    }

    @Override
    public void taken() {}

    @Override
    public void refused(PeerAddress to, int size, Problem why) {
      refused.add(size + " to port " + to.port() + ": " + why);
    }

    @Override
    public boolean isPaused() {
      return paused;
    }

    @Override
    public void failed(IOException cause) {
      refused.add("failed: " + cause);
    }

    @Override
    public void dropped(long count) {
      refused.add("dropped: " + count);
    }

    @Override
    public void disconnected(SocketAddress local) {
      refused.add("disconnected: " + local);
    }

    @Override
    public void sweep(long nowNanos) {}

    @Override
    public void closed() {
      closed.complete(true);
    }
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static DatagramPort port() throws IOException {
    return Sockets.datagrams(loopback(0), false, 0, 0, false);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aListenerHasRoomForMoreThanTheSystemGivesByItself() throws Exception {
    Path most = Path.of("/proc/sys/net/core/rmem_max");
    int allowed = (int) Math.min(1 << 20, Long.parseLong(Files.readString(most).strip()));
    DatagramPort port = port();
    try {
      assertTrue(port.channel().getOption(StandardSocketOptions.SO_RCVBUF) >= allowed);
      assertEquals(List.of(), port.cuts(0, 0));
    } finally {
      port.close();
    }
  }

  private DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(loopback(0));
    sockets.add(socket);
    return socket;
  }

  private static void send(DatagramSocket from, DatagramPort to, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    from.send(new DatagramPacket(bytes, bytes.length, to.local()));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private void open(DatagramPort port, Echo receiver) {
    receiver.link = new DatagramLink(loop, port, receiver, receiver::received, 1 << 20);
    loop.execute(() -> {
      try {
        receiver.link.open();
      } catch (IOException e) {
        failures.add(e);
      }
    });
  }

  /// Returns what `question` finds on the loop.
  private <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.get()));
    return answer.join();
  }

  private static void assumeBatches(DatagramPort port) {
    Assumptions.assumeTrue(port.batchRefusal() == null, () -> "" + port.batchRefusal());
  }

  @Test
  void batchesAreUsedWhereTheyAreExpected() throws Exception {
    Assumptions.assumeTrue(System.getProperty("dev.parley.udp", "").equals("batch"));
    Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "not Linux");
    Assumptions.assumeTrue(List.of("amd64", "aarch64").contains(System.getProperty("os.arch")));
    DatagramPort port = port();
    DatagramPort caller = Sockets.caller(null, 0, 0, false);
    assertNull(port.batchRefusal());
    assertNull(caller.batchRefusal());
    port.close();
    caller.close();
  }

  @Test
  void asManyCallsAsBatches() throws Exception {
    DatagramPort port = port();
    assumeBatches(port);
    DatagramSocket peer = socket();
    int count = 2 * DatagramIo.BATCH + 1;
    for (int i = 0; i < count; i++) {
      send(peer, port, "m" + i);
    }
    open(port, new Echo());
    loop.start();
    for (int i = 0; i < count; i++) {
      assertEquals("m" + i, receive(peer));
    }
    assertEquals(3, ask(() -> loop.buffers().datagramBatch().receiveCalls()));
    assertEquals(3, ask(() -> loop.buffers().datagramBatch().sendCalls()));
  }

  @Test
  void aBatchLeavesWhenItsBytesFillTheRoom() throws Exception {
    DatagramPort port = port();
    Echo echo = new Echo();
    open(port, echo);
    loop.start();
    DatagramSocket peer = socket();
    peer.setReceiveBufferSize(1 << 20);
    PeerAddress to = PeerAddress.of((InetSocketAddress) peer.getLocalSocketAddress());
    byte[] large = new byte[50_000];
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    loop.execute(() -> {
      for (int i = 0; i < 3; i++) {
        echo.link.send(ByteBuffer.wrap(large), to);
      }
      sent.complete(true);
    });
    sent.join();
    for (int i = 0; i < 3; i++) {
      assertEquals(50_000, receive(peer).length());
    }
    assertEquals(List.of(), List.copyOf(echo.refused));
  }

  @Test
  void twoSocketsOfOneLoopDoNotMixTheirDatagrams() throws Exception {
    DatagramPort onePort = port();
    DatagramPort twoPort = port();
    Echo one = new Echo();
    Echo two = new Echo();
    open(onePort, one);
    open(twoPort, two);
    loop.start();
    DatagramSocket peer = socket();
    PeerAddress to = PeerAddress.of((InetSocketAddress) peer.getLocalSocketAddress());
    loop.execute(() -> {
      for (int i = 0; i < 3; i++) {
        one.link.send(UTF_8.encode("one" + i), to);
        two.link.send(UTF_8.encode("two" + i), to);
      }
    });
    for (int i = 0; i < 3; i++) {
      for (DatagramPort sender : List.of(onePort, twoPort)) {
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        peer.receive(packet);
        String name = sender.equals(onePort) ? "one" : "two";
        assertEquals(name + i, new String(packet.getData(), 0, packet.getLength(), UTF_8));
        assertEquals(sender.local(), packet.getSocketAddress());
      }
    }
  }

  @Test
  void whatTheSystemRefusesCostsNoOtherDatagram() throws Exception {
    DatagramPort port = port();
    Echo echo = new Echo();
    open(port, echo);
    loop.start();
    DatagramSocket peer = socket();
    PeerAddress to = PeerAddress.of((InetSocketAddress) peer.getLocalSocketAddress());
    // Broadcasts need SO_BROADCAST.
    byte[] everyone = {(byte) 255, (byte) 255, (byte) 255, (byte) 255};
    PeerAddress all = PeerAddress.of(new InetSocketAddress(InetAddress.getByAddress(everyone), 9));
    loop.execute(() -> {
      echo.link.send(UTF_8.encode("before"), to);
      echo.link.send(UTF_8.encode("lost"), all);
      echo.link.send(UTF_8.encode("after"), to);
    });
    assertEquals("before", receive(peer));
    assertEquals("after", receive(peer));
    String refused = echo.refused.take();
    assertTrue(refused.startsWith("4 to port 9: the system refused to send it: "), refused);
    assertEquals(0, echo.refused.size());
  }

  @Test
  void whatCameIntoAPauseIsHeldAndComesFirst() throws Exception {
    DatagramPort port = port();
    Echo echo =
        new Echo() {
          @Override
          public void received(PeerAddress from, ByteBuffer in) {
            super.received(from, in);
            paused = true;
          }
        };
    DatagramSocket peer = socket();
    for (int i = 0; i < 5; i++) {
      send(peer, port, "m" + i);
    }
    open(port, echo);
    loop.start();
    for (int i = 0; i < 5; i++) {
      assertEquals("m" + i, receive(peer));
      assertEquals("m" + i, echo.received.take());
      assertEquals(0, ask(() -> echo.received.size()));
      send(peer, port, "late" + i);
      loop.execute(() -> {
        echo.paused = false;
        echo.link.resume();
      });
    }
    assertEquals("late0", receive(peer));
  }

  @Test
  void whatWasSentBeforeTheCloseIsSent() throws Exception {
    DatagramPort port = port();
    Echo echo = new Echo();
    open(port, echo);
    loop.start();
    DatagramSocket peer = socket();
    PeerAddress to = PeerAddress.of((InetSocketAddress) peer.getLocalSocketAddress());
    loop.execute(() -> {
      echo.link.send(UTF_8.encode("last"), to);
      echo.link.close();
      echo.link.send(UTF_8.encode("too late"), to);
    });
    assertEquals("last", receive(peer));
    assertTrue(echo.closed.get());
  }

  @Test
  void aChannelThatSomebodyElseClosedIsLeftAlone() throws Exception {
    DatagramPort port = port();
    Echo echo = new Echo();
    open(port, echo);
    loop.start();
    DatagramSocket peer = socket();
    PeerAddress to = PeerAddress.of((InetSocketAddress) peer.getLocalSocketAddress());
    assertTrue(ask(() -> true));
    port.close();
    loop.execute(() -> echo.link.send(UTF_8.encode("nowhere"), to));
    assertTrue(ask(() -> true));
    peer.setSoTimeout(1);
    assertTrue(isSilent(peer));
  }

  private static void assumeRuns(DatagramPort port) {
    assumeBatches(port);
    Assumptions.assumeTrue(port.sendsRuns(), "this system cuts no runs");
  }

  private static PeerAddress address(DatagramSocket socket) {
    return PeerAddress.of((InetSocketAddress) socket.getLocalSocketAddress());
  }

  /// Returns `size` bytes, of which the first, if there is one, is `first`.
  private static byte[] bytes(int size, int first) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  private static byte[] receiveBytes(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /// Sends datagrams of these sizes together, and checks that each arrives by itself, in order.
  ///
  /// @return the number of runs that the system accepted
  private long runs(Echo sender, DatagramSocket to, int... sizes) throws IOException {
    PeerAddress peer = address(to);
    long before = ask(() -> loop.buffers().datagramBatch().runsSent());
    loop.execute(() -> {
      for (int i = 0; i < sizes.length; i++) {
        sender.link.send(ByteBuffer.wrap(bytes(sizes[i], i)), peer);
      }
    });
    for (int i = 0; i < sizes.length; i++) {
      assertArrayEquals(bytes(sizes[i], i), receiveBytes(to));
    }
    return ask(() -> loop.buffers().datagramBatch().runsSent()) - before;
  }

  private static int[] sizes(int count, int size, int... last) {
    int[] sizes = new int[count + last.length];
    Arrays.fill(sizes, size);
    System.arraycopy(last, 0, sizes, count, last.length);
    return sizes;
  }

  private DatagramSocket largeSocket() throws IOException {
    DatagramSocket socket = socket();
    socket.setReceiveBufferSize(1 << 20);
    return socket;
  }

  /// Creates a socket that sends in runs, on a running loop.
  private Echo runSender(DatagramPort port) {
    assumeRuns(port);
    Echo echo = new Echo();
    open(port, echo);
    loop.start();
    return echo;
  }

  @Test
  void aWholeBatchToOnePeerLeavesAsOneRunAndArrivesAsItsDatagrams() throws Exception {
    Echo echo = runSender(port());
    assertEquals(1, runs(echo, largeSocket(), sizes(DatagramIo.BATCH, 300)));
    assertEquals(1, ask(() -> loop.buffers().datagramBatch().sendCalls()));
  }

  @Test
  void overIpv6Too() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0);
    Assumptions.assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(each -> each instanceof Inet6Address && each.isLoopbackAddress()),
        "no IPv6 here");
    DatagramSocket peer = new DatagramSocket(any);
    sockets.add(peer);
    Echo echo = runSender(Sockets.datagrams(any, false, 0, 0, false));
    assertEquals(2, runs(echo, peer, 1_200, 1_200, 1_200, 7, 1_200));
  }

  @Test
  void aConnectedSocketSendsRunsToo() throws Exception {
    DatagramSocket peer = largeSocket();
    DatagramPort caller = Sockets.caller(loopback(0), 0, 0, false);
    caller.connect(peer.getLocalSocketAddress());
    assertEquals(3, runs(runSender(caller), peer, 8, 8, 8, 0, 8));
  }

  @Test
  void aShorterDatagramEndsItsRun() throws Exception {
    // 8 8 3, 3, 8 8, 0, 0, 1 1, 2
    assertEquals(7, runs(runSender(port()), largeSocket(), 8, 8, 3, 3, 8, 8, 0, 0, 1, 1, 2));
  }

  @Test
  void theLargestRunIsTakenAndNoLargerOneIsMade() throws Exception {
    Echo echo = runSender(port());
    DatagramSocket peer = largeSocket();
    assertEquals(1, runs(echo, peer, sizes(54, 1_200, 707)));
    assertEquals(2, runs(echo, peer, sizes(54, 1_200, 708)));
    assertEquals(2, runs(echo, peer, 1_201, 1_201));
    assertEquals(1, runs(echo, peer, 1_200, 1_200)); // nothing was refused
  }

  @Test
  void whatIsMixedReachesEachPeerInItsOrder() throws Exception {
    DatagramPort port = port();
    Echo echo = new Echo();
    open(port, echo);
    loop.start();
    Random random = new Random(20_251_121);
    int[] sizes = {0, 1, 64, 64, 64, 64, 64, 500, 1_200, 1_201, 3_000};
    List<DatagramSocket> peers = List.of(largeSocket(), largeSocket(), largeSocket());
    List<List<byte[]>> expected = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Integer> receivers = new ArrayList<>();
    List<byte[]> datagrams = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int peer = random.nextInt(peers.size());
      byte[] datagram = bytes(sizes[random.nextInt(sizes.length)], i);
      receivers.add(peer);
      datagrams.add(datagram);
      expected.get(peer).add(datagram);
    }
    List<PeerAddress> addresses = peers.stream().map(DatagramLinkTest::address).toList();
    loop.execute(() -> {
      for (int i = 0; i < datagrams.size(); i++) {
        ByteBuffer bytes = ByteBuffer.wrap(datagrams.get(i));
        echo.link.send(bytes, addresses.get(receivers.get(i)));
      }
    });
    for (int peer = 0; peer < peers.size(); peer++) {
      for (byte[] datagram : expected.get(peer)) {
        assertArrayEquals(datagram, receiveBytes(peers.get(peer)));
      }
    }
    assertEquals(List.of(), List.copyOf(echo.refused));
  }

  @Test
  void aSocketWhoseRunIsRefusedSendsItsDatagramsByThemselves() throws Throwable {
    DatagramPort port = port();
    Echo echo = runSender(port);
    makeNoChecksums(port.descriptor());
    DatagramSocket peer = largeSocket();
    int[] sizes = {8, 8, 3, 1, 500, 500, 500, 8};
    assertEquals(1, runs(echo, peer, sizes)); // the 1 by itself; the others through the channel
    assertEquals(sizes.length, runs(echo, peer, sizes));
    assertEquals(List.of(), List.copyOf(echo.refused));
  }

  /// Linux splits no runs for a socket without checksums: it returns EINVAL (udp_send_skb).
  @SuppressWarnings("restricted")
  private static void makeNoChecksums(int descriptor) throws Throwable {
    int solSocket = 1;
    int soNoCheck = 11;
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor form =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    MethodHandle setsockopt =
        linker.downcallHandle(linker.defaultLookup().findOrThrow("setsockopt"), form);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
      int result =
          (int) setsockopt.invokeExact(descriptor, solSocket, soNoCheck, on, Integer.BYTES);
      assertEquals(0, result);
    }
  }

  @Test
  void aRunThatIsRefusedForAnotherReasonIsToldForEachOfItsDatagramsAndEndsNothing()
      throws Exception {
    Echo echo = runSender(port());
    byte[] everyone = {(byte) 255, (byte) 255, (byte) 255, (byte) 255};
    PeerAddress all = PeerAddress.of(new InetSocketAddress(InetAddress.getByAddress(everyone), 9));
    DatagramSocket peer = largeSocket();
    PeerAddress to = address(peer);
    loop.execute(() -> {
      for (int i = 0; i < 3; i++) {
        echo.link.send(ByteBuffer.wrap(bytes(4, i)), all);
        echo.link.send(ByteBuffer.wrap(bytes(4, i)), to);
      }
    });
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(bytes(4, i), receiveBytes(peer));
    }
    for (int i = 0; i < 3; i++) {
      String refused = echo.refused.take();
      assertTrue(refused.startsWith("4 to port 9: the system refused to send it: "), refused);
    }
    assertEquals(0, echo.refused.size());
    assertEquals(1, runs(echo, peer, 4, 4, 4));
  }

  private static boolean isSilent(DatagramSocket socket) throws IOException {
    try {
      receive(socket);
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }
}
