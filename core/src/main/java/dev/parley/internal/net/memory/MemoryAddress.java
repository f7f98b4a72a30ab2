package dev.parley.internal.net.memory;

import java.net.SocketAddress;

/// The address of a listener in this process, and of both ends of its connections. Equal by value.
public final class MemoryAddress extends SocketAddress {
  private static final long serialVersionUID = 1;

  private final String name;

  /// Creates the address with this name.
  public MemoryAddress(String name) {
    this.name = name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemoryAddress that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "memory:" + name;
  }
}
