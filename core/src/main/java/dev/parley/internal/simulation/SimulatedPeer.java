package dev.parley.internal.simulation;

import dev.parley.internal.net.memory.MemoryAddress;
import dev.parley.internal.net.memory.MemoryChannel;
import dev.parley.internal.net.memory.MemoryNetwork;
import dev.parley.internal.net.memory.MemorySelector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;

/// The other side of a stream on a simulated host, which sends raw bytes and misbehaves as told.
/// Never blocks; what it sends and receives moves while the simulation runs. Confined to the
/// simulation.
public final class SimulatedPeer {
  private static final int READ_BYTES = 1 << 14;

  private final SimulatedHost host;
  private final SimulatedNetwork network;
  private final MemoryChannel channel;
  private final SelectionKey key;
  private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean isReading = true;
  private boolean isEnding;
  private boolean hasEnded;
  private boolean isReset;

  SimulatedPeer(
      SimulatedHost host,
      MemoryNetwork memory,
      MemorySelector selector,
      SimulatedNetwork network,
      String name)
      throws IOException {
    this.host = host;
    this.network = network;
    MemoryAddress address = new MemoryAddress(name);
    channel = memory.connect(address, address, 0);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, (Runnable) this::ready);
  }

  // What it does.

  /// Sends bytes, as far as there is room; the rest follows when there is.
  ///
  /// @param bytes handed over
  public void send(byte[] bytes) {
    unsent.add(ByteBuffer.wrap(bytes));
    updateInterest();
  }

  /// Ends its output behind all that it has sent.
  public void endOutput() {
    isEnding = true;
    updateInterest();
  }

  /// Stops or continues to read.
  public void read(boolean reads) {
    isReading = reads;
    updateInterest();
  }

  /// Closes: what it has not sent is lost.
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Closes with a reset.
  public void reset() {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    close();
  }

  /// Vanishes as a machine without power: from now on nothing arrives, in either direction.
  public void vanish() {
    network.lose(channel.out());
  }

  private void updateInterest() {
    if (key.isValid()) {
      boolean writes = !unsent.isEmpty() || isEnding;
      key.interestOps(
          (isReading && !hasEnded && !isReset ? SelectionKey.OP_READ : 0)
              | (writes ? SelectionKey.OP_WRITE : 0));
    }
  }

  private void ready() {
    try {
      if (key.isReadable()) {
        receive();
      }
      if (key.isValid() && key.isWritable()) {
        write();
      }
    } catch (IOException e) {
      isReset = true;
      unsent.clear();
      isEnding = false;
    }
    updateInterest();
  }

  private void receive() throws IOException {
    ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
    int count = channel.read(in);
    if (count < 0) {
      hasEnded = true;
    } else {
      received.write(in.array(), 0, count);
    }
  }

  private void write() throws IOException {
    for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
      int _ = channel.write(next);
      if (next.hasRemaining()) {
        return;
      }
      unsent.remove();
    }
    if (isEnding) {
      isEnding = false;
      channel.shutdownOutput();
    }
  }

  // What it has seen.

  /// Returns all bytes received so far.
  public byte[] received() {
    return received.toByteArray();
  }

  /// Returns true if the network has taken all that was to be sent.
  public boolean hasSentAll() {
    return unsent.isEmpty() && !isEnding;
  }

  /// Returns true once the server has ended its output, and everything before was received.
  public boolean hasEnded() {
    return hasEnded;
  }

  /// Returns true once the connection was reset.
  public boolean isReset() {
    return isReset;
  }

  /// Returns the host.
  public SimulatedHost host() {
    return host;
  }
}
