package dev.parley.internal.net.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Both ends of a memory connection, its listener, and the selector that watches them.
class MemoryChannelTest {
  private static final MemoryAddress NAME = new MemoryAddress("名字");

  private final MemoryNetwork network = new MemoryNetwork(Delivery.AT_ONCE);
  private MemoryListener listener;
  private SocketChannel caller;
  private SocketChannel called;

  @BeforeEach
  void connect() throws IOException {
    listener = network.listen(NAME, 2);
    caller = network.connect(NAME, NAME, 0);
    called = listener.accept();
    assertNotNull(called);
    caller.configureBlocking(false);
    called.configureBlocking(false);
  }

  private static int read(SocketChannel channel) throws IOException {
    return channel.read(ByteBuffer.allocate(100));
  }

  @Test
  void eachEndHasItsOwnDirection() throws IOException {
    called.write(ByteBuffer.allocate(3));
    caller.write(ByteBuffer.allocate(2));
    caller.shutdownOutput();
    assertEquals(List.of(3, 2, -1), List.of(read(caller), read(called), read(called)));
    assertEquals(1, called.write(ByteBuffer.allocate(1)));
    assertEquals(1, read(caller));
    assertThrows(ClosedChannelException.class, () -> caller.write(ByteBuffer.allocate(1)));
    assertEquals("memory:名字", called.getRemoteAddress().toString());
  }

  @Test
  void aCloseIsAnEndUnlessInputIsLeft() throws IOException {
    caller.close();
    assertEquals(-1, read(called));
    connectAgain();
    called.write(ByteBuffer.allocate(1));
    caller.close();
    assertThrows(IOException.class, () -> read(called));
  }

  @Test
  void bytesThatComeAfterTheCloseAreAnsweredWithAReset() throws IOException {
    caller.close();
    assertEquals(1, called.write(ByteBuffer.allocate(1)));
    assertThrows(IOException.class, () -> called.write(ByteBuffer.allocate(1)));
    assertThrows(IOException.class, () -> read(called));
  }

  @Test
  void anAbortIsAResetEvenIfNothingIsLeft() throws IOException {
    caller.setOption(StandardSocketOptions.SO_LINGER, 0);
    caller.close();
    assertThrows(IOException.class, () -> read(called));
  }

  private void connectAgain() throws IOException {
    caller = network.connect(NAME, NAME, 0);
    called = listener.accept();
    caller.configureBlocking(false);
    called.configureBlocking(false);
  }

  @Test
  void aNameIsTakenUntilItsListenerIsClosed() throws IOException {
    assertThrows(BindException.class, () -> network.listen(NAME, 2));
    listener.close();
    assertThrows(ConnectException.class, () -> network.connect(NAME, NAME, 0));
    listener = network.listen(NAME, 2);
    connectAgain();
  }

  @Test
  void theBacklogTakesAsManyAsItHasPlacesAndNotOneMore() throws IOException {
    SocketChannel first = network.connect(NAME, NAME, 0);
    network.connect(NAME, NAME, 0);
    assertThrows(SocketTimeoutException.class, () -> network.connect(NAME, NAME, 0));
    Thread.currentThread().interrupt();
    assertThrows(ClosedByInterruptException.class, () -> network.connect(NAME, NAME, 1));
    assertTrue(Thread.interrupted());
    listener.close();
    first.configureBlocking(false);
    assertThrows(IOException.class, () -> read(first), "it was never accepted");
  }

  @Test
  void aSelectorReportsWhatIsReadyAsLongAsItIs() throws IOException {
    AtomicInteger wakeUps = new AtomicInteger();
    MemorySelector selector = new MemorySelector(wakeUps::incrementAndGet);
    SelectionKey key = called.register(selector, SelectionKey.OP_READ, "it");
    assertEquals(List.of(), ready(selector));
    caller.write(ByteBuffer.allocate(200));
    assertTrue(selector.hasCandidates() && wakeUps.get() > 0);
    assertEquals(List.of("it 1"), ready(selector));
    assertEquals(List.of("it 1"), ready(selector), "nothing was read");
    read(called);
    assertEquals(List.of("it 1"), ready(selector), "half of it was read");
    read(called);
    assertEquals(List.of(), ready(selector));
    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    assertEquals(List.of("it 4"), ready(selector));
    called.setOption(StandardSocketOptions.SO_SNDBUF, 1);
    called.write(ByteBuffer.allocate(1));
    assertEquals(List.of(), ready(selector));
    read(caller);
    assertEquals(List.of("it 4"), ready(selector));
    called.close();
    assertEquals(List.of(), ready(selector));
    assertFalse(selector.hasCandidates() || key.isValid());
    assertTrue(selector.keys().isEmpty());
  }

  @Test
  void aProbeFindsAResetAndNothingElse() throws IOException {
    MemorySelector selector = new MemorySelector(() -> {});
    called.register(selector, SelectionKey.OP_CONNECT, "it");
    caller.write(ByteBuffer.allocate(1));
    caller.shutdownOutput();
    assertEquals(List.of(), ready(selector));
    caller.setOption(StandardSocketOptions.SO_LINGER, 0);
    caller.close();
    assertEquals(List.of("it 8"), ready(selector));
  }

  private static List<String> ready(MemorySelector selector) {
    List<String> ready = new ArrayList<>();
    selector.dispatch(key -> ready.add(key.attachment() + " " + key.readyOps()));
    return ready;
  }
}
