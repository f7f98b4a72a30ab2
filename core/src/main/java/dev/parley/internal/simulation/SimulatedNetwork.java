package dev.parley.internal.simulation;

import dev.parley.internal.net.memory.Delivery;
import dev.parley.internal.net.memory.MemoryDatagram;
import dev.parley.internal.net.memory.MemoryNetwork;
import dev.parley.internal.net.memory.MemoryPipe;
import java.util.IdentityHashMap;
import java.util.random.RandomGenerator;

/// The network of a simulated host: decides when what was sent arrives, and what is lost.
final class SimulatedNetwork implements Delivery {
  private final SimulatedHost host;
  private final RandomGenerator random;
  private final IdentityHashMap<MemoryPipe, Way> ways = new IdentityHashMap<>();
  private Conditions conditions;
  private int connections;

  SimulatedNetwork(SimulatedHost host, RandomGenerator random, Conditions conditions) {
    this.host = host;
    this.random = random;
    this.conditions = conditions;
  }

  /// Both directions of a connection.
  private static final class Line {
    boolean isLost;
  }

  /// One direction of a connection.
  private static final class Way {
    final Line line;
    final String name;
    boolean isBusy;

    Way(Line line, String name) {
      this.line = line;
      this.name = name;
    }
  }

  /// Sets what happens from now on; buffers are those of later connections.
  void become(Conditions conditions) {
    this.conditions = conditions;
  }

  /// From now on nothing arrives on the connection of this pipe, in either direction.
  void lose(MemoryPipe pipe) {
    Way way = ways.get(pipe);
    if (way != null) {
      way.line.isLost = true;
    }
  }

  @Override
  public void connected(MemoryPipe there, MemoryPipe back) {
    connections++;
    Line line = new Line();
    ways.put(there, new Way(line, connections + ">"));
    ways.put(back, new Way(line, connections + "<"));
    there.limit(bufferBytes());
    back.limit(bufferBytes());
    there.discardAtReset(conditions.resetDiscards());
    back.discardAtReset(conditions.resetDiscards());
  }

  private int bufferBytes() {
    return random.nextInt(conditions.minBufferBytes(), conditions.maxBufferBytes() + 1);
  }

  @Override
  public void sent(MemoryPipe pipe) {
    Way way = ways.get(pipe);
    if (way != null && !way.isBusy && !way.line.isLost) {
      way.isBusy = true;
      schedule(pipe, way);
    }
  }

  private void schedule(MemoryPipe pipe, Way way) {
    host.after(delay(), () -> arrive(pipe, way));
  }

  private long delay() {
    long most = conditions.maxDelayNanos();
    return most == 0 ? 0 : (long) (random.nextDouble() * (most + 1));
  }

  private void arrive(MemoryPipe pipe, Way way) {
    way.isBusy = false;
    if (way.line.isLost) {
      return;
    }
    double luck = random.nextDouble();
    if (luck < conditions.resetChance()) {
      host.trace("cut " + way.name);
      way.line.isLost = true;
      pipe.cut();
      return;
    }
    if (luck < conditions.resetChance() + conditions.vanishChance()) {
      host.trace("lost " + way.name);
      way.line.isLost = true;
      return;
    }
    int bytes = pipe.onTheirWay();
    if (bytes > 1 && random.nextDouble() < conditions.splitChance()) {
      // One number whatever the bytes: the handshakes of TLS differ in length from run to run.
      bytes = 1 + (int) (random.nextDouble() * (bytes - 1));
    }
    host.trace(way.name, " " + bytes);
    boolean isMore = pipe.arrive(bytes);
    if (isMore && !way.isBusy) {
      way.isBusy = true;
      schedule(pipe, way);
    }
  }

  // Datagrams.

  @Override
  public void sent(MemoryNetwork network, MemoryDatagram datagram) {
    if (random.nextDouble() < conditions.lossChance()) {
      host.trace("lost " + text(datagram), " " + datagram.size());
    } else {
      host.after(delay(), () -> arrive(network, datagram));
    }
    if (random.nextDouble() < conditions.duplicateChance()) {
      host.after(delay(), () -> arrive(network, datagram));
    }
    if (random.nextDouble() < conditions.rebindChance() && network.rebind(datagram.from())) {
      host.trace("rebound " + datagram.from().getPort());
    }
  }

  private void arrive(MemoryNetwork network, MemoryDatagram datagram) {
    host.trace(text(datagram), " " + datagram.size());
    network.arrive(datagram);
  }

  private static String text(MemoryDatagram datagram) {
    return datagram.from().getPort() + ">" + datagram.to().getPort();
  }
}
