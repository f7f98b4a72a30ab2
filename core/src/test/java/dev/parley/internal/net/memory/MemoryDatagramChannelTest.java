package dev.parley.internal.net.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.DatagramSize;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Datagram sockets within the process.
class MemoryDatagramChannelTest {
  private static final InetSocketAddress SERVER = MemoryNetwork.datagramAddress("名字");

  private final MemoryNetwork network = new MemoryNetwork(Delivery.AT_ONCE);
  private MemoryDatagramChannel server;
  private MemoryDatagramChannel caller;

  @BeforeEach
  void open() throws IOException {
    server = network.openDatagrams("名字");
    caller = network.openDatagrams();
    server.configureBlocking(false);
    caller.configureBlocking(false);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(MemoryDatagramChannel from) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(100);
    SocketAddress sender = from.receive(in);
    return sender == null ? null : StandardCharsets.UTF_8.decode(in.flip()).toString();
  }

  @Test
  void eachDatagramArrivesWholeAndInOrderAlsoAnEmptyOne() throws IOException {
    caller.connect(SERVER);
    for (String text : List.of("你好", "", "x")) {
      assertEquals(bytes(text).remaining(), caller.send(bytes(text), SERVER));
    }
    assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, server.readyOps());
    assertEquals("你好", read(server));
    assertEquals("", read(server));
    assertEquals("x", read(server));
    assertNull(read(server));
    assertEquals(SelectionKey.OP_WRITE, server.readyOps());
  }

  @Test
  void theSenderIsAnAddressOfLoopbackToWhichAnAnswerGoes() throws IOException {
    caller.send(bytes("a"), SERVER);
    InetSocketAddress sender = (InetSocketAddress) server.receive(ByteBuffer.allocate(10));
    assertEquals(caller.getLocalAddress(), sender);
    assertTrue(sender.getAddress().isLoopbackAddress());
    assertTrue(SERVER.getAddress().isLoopbackAddress());
    assertTrue(sender.getPort() >= 1024 && SERVER.getPort() >= 1024);
    server.send(bytes("b"), sender);
    assertEquals("b", read(caller));
  }

  @Test
  void aCallerHasNoAddressAtWhichASocketOfTheSystemUsuallyIs() {
    byte[] host = ((InetSocketAddress) caller.getLocalAddress()).getAddress().getAddress();
    assertEquals(127, host[0]);
    assertTrue(host[1] >= 64, "not 127.0.0.1 and those after it");
  }

  @Test
  void aConnectedSocketHearsItsPeerAlone() throws IOException {
    MemoryDatagramChannel other = network.openDatagrams();
    other.configureBlocking(false);
    other.send(bytes("before"), caller.getLocalAddress());
    caller.connect(SERVER);
    other.send(bytes("after"), caller.getLocalAddress());
    server.send(bytes("mine"), caller.getLocalAddress());
    assertEquals("mine", read(caller));
    assertNull(read(caller));
    caller.disconnect();
    other.send(bytes("other"), caller.getLocalAddress());
    assertEquals("other", read(caller));
  }

  @Test
  void aConnectedSocketLearnsThatNobodyIsThereOnce() throws IOException {
    server.close();
    caller.send(bytes("a"), SERVER);
    assertNull(read(caller), "an unconnected socket learns nothing");
    caller.connect(SERVER);
    caller.send(bytes("a"), SERVER);
    assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, caller.readyOps());
    assertThrows(PortUnreachableException.class, () -> read(caller));
    assertNull(read(caller));
    caller.send(bytes("b"), SERVER);
    assertThrows(PortUnreachableException.class, () -> caller.send(bytes("c"), SERVER));
    server = network.openDatagrams("名字");
    server.configureBlocking(false);
    caller.send(bytes("d"), SERVER);
    assertEquals("d", read(server));
  }

  @Test
  void whatDoesNotFitIntoTheReceiveBufferIsDropped() throws IOException {
    server.setOption(StandardSocketOptions.SO_RCVBUF, 2 * (256 + 10));
    for (int i = 0; i < 3; i++) {
      caller.send(ByteBuffer.allocate(10), SERVER);
    }
    assertEquals(10, read(server).length());
    assertEquals(10, read(server).length());
    assertNull(read(server));
    caller.send(ByteBuffer.allocate(10), SERVER);
    assertEquals(10, read(server).length());
  }

  @Test
  void theLargestDatagramIsSentAndNotOneByteMore() throws IOException {
    assertEquals(
        DatagramSize.MAX_BYTES, caller.send(ByteBuffer.allocate(DatagramSize.MAX_BYTES), SERVER));
    ByteBuffer tooLarge = ByteBuffer.allocate(DatagramSize.MAX_BYTES + 1);
    assertThrows(IOException.class, () -> caller.send(tooLarge, SERVER));
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    server.receive(in);
    assertEquals(DatagramSize.MAX_BYTES, in.position());
  }

  @Test
  void aNameIsTakenOnceUntilItIsClosed() throws IOException {
    assertThrows(BindException.class, () -> network.openDatagrams("名字"));
    server.close();
    network.openDatagrams("名字").close();
  }

  @Test
  void aCallerThatWasReboundIsHeardFromAnotherAddressAndNotReachedAtTheOldOne() throws IOException {
    InetSocketAddress old = (InetSocketAddress) caller.getLocalAddress();
    assertFalse(network.rebind(SERVER), "a listener stays");
    assertTrue(network.rebind(old));
    assertFalse(network.rebind(old));
    caller.send(bytes("a"), SERVER);
    SocketAddress now = server.receive(ByteBuffer.allocate(10));
    assertNotEquals(old, now);
    server.send(bytes("lost"), old);
    server.send(bytes("b"), now);
    assertEquals("b", read(caller));
    assertNull(read(caller));
    caller.close();
    server.send(bytes("c"), now);
    assertNull(read(server));
  }

  @Test
  void aDeliveryDecidesWhetherWhenAndHowOftenADatagramArrives() throws IOException {
    List<MemoryDatagram> sent = new ArrayList<>();
    MemoryNetwork slow =
        new MemoryNetwork(
            new Delivery() {
              @Override
              public void sent(MemoryPipe pipe) {}

              @Override
              public void sent(MemoryNetwork network, MemoryDatagram datagram) {
                sent.add(datagram);
              }
            });
    MemoryDatagramChannel to = slow.openDatagrams("名字");
    MemoryDatagramChannel from = slow.openDatagrams();
    to.configureBlocking(false);
    from.configureBlocking(false);
    from.send(bytes("1"), SERVER);
    from.send(bytes("2"), SERVER);
    from.send(bytes("3"), SERVER);
    assertNull(read(to));
    for (int index : new int[] {2, 0, 0}) {
      slow.arrive(sent.get(index));
    }
    assertEquals(List.of("3", "1", "1"), List.of(read(to), read(to), read(to)));
  }
}
