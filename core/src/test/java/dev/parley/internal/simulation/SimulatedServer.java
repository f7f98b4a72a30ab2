package dev.parley.internal.simulation;

import dev.parley.Server;
import dev.parley.session.Address;
import dev.parley.session.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A server on a simulated host, with raw peers and clients: a test lets time pass, and need not
/// wait for it. A field of a test class with [org.junit.jupiter.api.AutoClose]. Confined to the
/// test's thread.
///
/// Its loop checks deadlines every 250 ms from the beginning of the first session on.
public final class SimulatedServer implements AutoCloseable {
  private static final String NAME = "server";

  /// Where it listens.
  public static final Address ADDRESS = Address.memory(NAME);

  private static final int BUFFER_BYTES = 1 << 16;

  private final SimulatedHost host;
  private final List<Event> events = new ArrayList<>();

  /// Creates one whose network holds as much as that of most systems.
  public SimulatedServer() {
    this(BUFFER_BYTES);
  }

  /// Creates one.
  ///
  /// @param bufferBytes the bytes that each direction of a connection holds
  public SimulatedServer(int bufferBytes) {
    host = new SimulatedHost(1, Conditions.perfect(bufferBytes));
  }

  // The server.

  /// Starts the server; its address and its events are those of this object.
  public Server start(Server.Builder builder) throws Exception {
    return run(builder.listen(ADDRESS).events(events::add)::start);
  }

  /// Returns its events of this type so far.
  public <E extends Event> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  // Its peers.

  /// Connects a raw peer. Nothing happens yet.
  public SimulatedPeer peer() throws IOException {
    return host.connect(NAME);
  }

  /// Connects a raw peer, sends this in UTF-8, and lets everything happen that needs no time.
  public SimulatedPeer peer(String said) throws IOException {
    SimulatedPeer peer = peer();
    peer.send(said.getBytes(StandardCharsets.UTF_8));
    pass(Duration.ZERO);
    return peer;
  }

  /// Returns all that a peer has received so far, as UTF-8.
  public static String heard(SimulatedPeer peer) {
    return new String(peer.received(), StandardCharsets.UTF_8);
  }

  /// Closes a peer, so that the server need not linger, and returns how the latest session ended.
  public Event.SessionClosed leave(SimulatedPeer peer) {
    peer.close();
    pass(Duration.ZERO);
    return events(Event.SessionClosed.class).getLast();
  }

  /// Runs code on the host, such as clients. Their waits take the time of the simulation.
  public <T> T run(Callable<T> code) throws Exception {
    return host.call(code);
  }

  // Time.

  /// Lets this time pass, with all that happens meanwhile.
  public void pass(Duration time) {
    boolean _ = host.runUntil(() -> false, time.toNanos());
  }

  /// Returns how much time has passed.
  public Duration elapsed() {
    return Duration.ofNanos(host.elapsed());
  }

  @Override
  public void close() {
    host.close();
  }
}
