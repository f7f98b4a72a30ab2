/// Connections within one process, as channels of the JDK: what holds a `SocketChannel` and a
/// `SelectionKey` need not know whether bytes go through the kernel or through memory.
///
/// Start with [dev.parley.internal.net.memory.MemoryNetwork]; a connection is two
/// [dev.parley.internal.net.memory.MemoryPipe]s between two
/// [dev.parley.internal.net.memory.MemoryChannel]s.
package dev.parley.internal.net.memory;
