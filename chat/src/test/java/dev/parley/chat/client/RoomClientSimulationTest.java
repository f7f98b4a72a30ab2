package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.Notice;
import dev.parley.limit.Timeouts;
import dev.parley.simulation.Network;
import dev.parley.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Clients and the chat server, over a network that loses connections.
final class RoomClientSimulationTest {
  private static final int CLIENTS = 4;
  private static final int MESSAGES = 30;

  @Test
  void everybodySeesTheSameOverStreams() {
    talk(40, "memory:rooms", Network.slow().withReset(0.005).withVanish(0.001));
  }

  @Test
  void everybodySeesTheSameOverDatagrams() {
    talk(
        20,
        "memory-udp:rooms",
        Network.perfect().withMaxDelay(Duration.ofMillis(100)).withLoss(0.3).withDuplicate(0.1));
  }

  @Test
  void everybodySeesTheSameAlthoughAddressesChange() {
    talk(
        10,
        "memory-udp:rooms",
        Network.perfect().withMaxDelay(Duration.ofMillis(50)).withLoss(0.1).withRebind(0.005));
  }

  @Test
  void longTextsInTenRoomsAtOnceAreAllSaidHoweverManyOfTheirPartsAreLost() {
    Simulation.seeds(
        5,
        simulation -> {
          ChatServer chat =
              ChatServer.builder().history(new MemoryHistory()).clock(simulation.clock()).build();
          try (Server _ =
                  Server.builder()
                      .listen("memory-udp:rooms")
                      .timeouts(ChatServer.timeouts(Timeouts.defaults()))
                      .handler(chat)
                      .start();
              RoomClient client = RoomClient.builder("memory-udp:rooms").start()) {
            for (int i = 0; i < 10; i++) {
              CompletableFuture<?> in = client.join("#room" + i);
              assertTrue(simulation.runUntil(in::isDone, Duration.ofMinutes(1)));
            }
            simulation.network(
                Network.perfect().withMaxDelay(Duration.ofMillis(100)).withLoss(0.3));
            List<CompletableFuture<Notice.Ack>> sent = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              sent.add(client.send("#room" + i, "长".repeat(4_096)));
            }
            assertTrue(
                simulation.runUntil(
                    () -> sent.stream().allMatch(CompletableFuture::isDone),
                    Duration.ofMinutes(5)));
            sent.forEach(CompletableFuture::join);
          } finally {
            chat.close();
          }
        });
  }

  private static void talk(int seeds, String address, Network network) {
    Simulation.seeds(
        seeds,
        simulation -> {
          simulation.network(network);
          ChatServer chat =
              ChatServer.builder().history(new MemoryHistory()).clock(simulation.clock()).build();
          List<Told> seen = new ArrayList<>();
          List<RoomClient> clients = new ArrayList<>();
          try (Server _ =
              Server.builder()
                  .listen(address)
                  .timeouts(ChatServer.timeouts(Timeouts.defaults()))
                  .handler(chat)
                  .start()) {
            for (int i = 0; i < CLIENTS; i++) {
              Told told = new Told();
              seen.add(told);
              clients.add(
                  RoomClient.builder(address)
                      .name("member" + i)
                      .room("#lobby")
                      .listener(told)
                      .start());
            }
            assertTrue(
                simulation.runUntil(
                    () -> seen.stream().allMatch(t -> t.all().contains("entered #lobby")),
                    Duration.ofMinutes(10)));
            List<CompletableFuture<Notice.Ack>> sent = new ArrayList<>();
            for (int message = 0; message < MESSAGES; message++) {
              if (message == MESSAGES / 2) {
                simulation.network(network.withLoss(1).withReset(1)); // an outage
                simulation.run(Duration.ofSeconds(1));
                simulation.network(network);
              }
              for (RoomClient client : clients) {
                boolean isLong = simulation.random().nextInt(10) == 0;
                sent.add(client.send("#lobby", message + (isLong ? "长".repeat(2_000) : "短")));
                simulation.run(Duration.ofMillis(simulation.random().nextInt(300)));
              }
            }
            assertTrue(
                simulation.runUntil(
                    () -> sent.stream().allMatch(CompletableFuture::isDone), Duration.ofHours(1)),
                () -> seen.toString());
            simulation.network(Network.perfect());
            simulation.run(Duration.ofMinutes(3));
            for (CompletableFuture<Notice.Ack> ack : sent) {
              ack.join();
            }
            List<Long> all = LongStream.rangeClosed(1, CLIENTS * MESSAGES).boxed().toList();
            for (Told told : seen) {
              assertEquals(all, places(told));
            }
          } finally {
            clients.forEach(RoomClient::close);
            chat.close();
          }
        });
  }

  /// Returns the places of all that was shown.
  private static List<Long> places(Told told) {
    return told.all().stream()
        .filter(line -> line.matches("#lobby \\d+ .*"))
        .map(line -> Long.parseLong(line.split(" ", -1)[1]))
        .toList();
  }
}
