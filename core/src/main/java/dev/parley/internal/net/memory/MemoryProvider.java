package dev.parley.internal.net.memory;

import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/// What tells memory channels from those of the system: a channel is registered with a selector of
/// its own provider. It opens nothing itself, see [MemoryNetwork].
final class MemoryProvider extends SelectorProvider {
  static final MemoryProvider INSTANCE = new MemoryProvider();

  private MemoryProvider() {}

  @Override
  public DatagramChannel openDatagramChannel() {
    throw new UnsupportedOperationException();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Pipe openPipe() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AbstractSelector openSelector() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SocketChannel openSocketChannel() {
    throw new UnsupportedOperationException();
  }
}
