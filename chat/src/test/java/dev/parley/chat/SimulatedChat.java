package dev.parley.chat;

import dev.parley.Server;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.History;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.frame.Framing;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.simulation.RawPeer;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;

/// A chat server in a simulation, with members that speak over its connections. Confined to the
/// simulation.
final class SimulatedChat implements AutoCloseable {
  static final String ADDRESS = "memory:chat";
  static final String DATAGRAMS = "memory-udp:chat";

  final Simulation simulation;
  final ChatServer chat;
  final Server server;

  private SimulatedChat(
      Simulation simulation, History history, ChatSettings settings, Framing framing)
      throws IOException {
    this.simulation = simulation;
    this.chat =
        ChatServer.builder().history(history).settings(settings).clock(simulation.clock()).build();
    this.server =
        Server.builder()
            .listen(ADDRESS)
            .listen(DATAGRAMS)
            .framing(framing)
            .limits(Limits.defaults().withMaxOutboxBytes(8 << 20))
            .timeouts(ChatServer.timeouts(Timeouts.defaults()).withWrite(Duration.ofMinutes(5)))
            .handler(chat)
            .start();
  }

  static SimulatedChat start(Simulation simulation, History history, ChatSettings settings)
      throws IOException {
    return new SimulatedChat(simulation, history, settings, Framing.line());
  }

  /// What happens in a chat server.
  interface Scenario {
    void run(SimulatedChat chat) throws Exception;
  }

  static void run(Scenario scenario) {
    run(ChatSettings.defaults(), Framing.line(), scenario);
  }

  static void run(ChatLimits limits, Scenario scenario) {
    run(ChatSettings.defaults().withLimits(limits), Framing.line(), scenario);
  }

  static void run(ChatSettings settings, Framing framing, Scenario scenario) {
    Simulation.seed(
        1,
        simulation -> {
          MemoryHistory history = new MemoryHistory(1_000, simulation.clock());
          try (SimulatedChat chat = new SimulatedChat(simulation, history, settings, framing)) {
            scenario.run(chat);
          }
        });
  }

  RawMember member() throws IOException {
    return new RawMember(simulation.connect(ADDRESS));
  }

  RawPeer plain() throws IOException {
    return simulation.connect(ADDRESS);
  }

  void pass() {
    simulation.run(Duration.ofMillis(100));
  }

  void pass(Duration time) {
    simulation.run(time);
  }

  @Override
  public void close() {
    server.close();
    chat.close();
  }
}
