/// Connections and datagrams within one process, as channels of the JDK: what holds a
/// `SocketChannel` or a `DatagramChannel`, and a `SelectionKey`, need not know whether bytes go
/// through the kernel or through memory.
///
/// Start with [dev.parley.internal.net.memory.MemoryNetwork]; a connection is two
/// [dev.parley.internal.net.memory.MemoryPipe]s between two
/// [dev.parley.internal.net.memory.MemoryChannel]s, and a datagram goes from one
/// [dev.parley.internal.net.memory.MemoryDatagramChannel] to another.
package dev.parley.internal.net.memory;
