package example.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.session.Handler;
import dev.parley.simulation.Network;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Calls over simulated networks, where ten seconds pass at once.
final class ChannelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// What is left to send to a peer that has vanished delays `closed` by at most this
  /// (`Timeouts.write`). The timers of the session are over by then, so its calls fail with it.
  private static final Duration CLOSING = Duration.ofSeconds(11);

  @Test
  void aCallHasTheAnswerOfItsMethod() {
    Simulation.seeds(
        20,
        simulation -> {
          simulation.network(Network.slow());
          Server _ = Methods.OF_TEXT.server("memory:rpc").start();
          Channel channel = connected(simulation, RpcClient.open());
          List<CompletableFuture<String>> calls =
              List.of(
                  channel.call("upper", "straße 你好", PATIENCE),
                  channel.call("reverse", "", PATIENCE),
                  channel.call("length", "two words", PATIENCE));
          simulation.run(PATIENCE);
          assertEquals(
              List.of("STRASSE 你好", "", "9"), calls.stream().map(CompletableFuture::join).toList());
        });
  }

  @Test
  void aCallFailsWhenTheServerSaysSo() {
    Simulation.seed(
        1,
        simulation -> {
          Server _ = Methods.OF_TEXT.server("memory:rpc").start();
          Channel channel = connected(simulation, RpcClient.open());
          CompletableFuture<String> call = channel.call("lower", "A", PATIENCE);
          simulation.run(PATIENCE);
          assertEquals("the server says: no such method", call.exceptionNow().getMessage());
        });
  }

  @Test
  void aCallWithoutAnAnswerFailsWhenItsTimeIsOver() {
    Simulation.seed(
        1,
        simulation -> {
          Handler silent = (_, _) -> {};
          Server _ = Methods.OF_TEXT.server("memory:rpc").handler(silent).start();
          Channel channel = connected(simulation, RpcClient.open());
          CompletableFuture<String> call = channel.call("upper", "a", PATIENCE);
          simulation.run(PATIENCE.minusNanos(1));
          assertTrue(!call.isDone());
          simulation.run(Duration.ofMillis(1));
          assertInstanceOf(TimeoutException.class, call.exceptionNow());
        });
  }

  @Test
  void theConnectionIsMadeAgainWhenTheServerHasRestarted() {
    Simulation.seed(
        1,
        simulation -> {
          Server first = Methods.OF_TEXT.server("memory:rpc").start();
          Channel channel = connected(simulation, RpcClient.open());
          first.close();
          simulation.run(Duration.ofMinutes(1));
          assertInstanceOf(IOException.class, channel.call("upper", "a", PATIENCE).exceptionNow());
          Server _ = Methods.OF_TEXT.server("memory:rpc").start();
          simulation.run(Duration.ofMinutes(1));
          CompletableFuture<String> call = channel.call("upper", "a", PATIENCE);
          simulation.run(PATIENCE);
          assertEquals("A", call.resultNow());
        });
  }

  @Test
  void eachCallHasAnOutcomeWhateverTheNetworkLoses() {
    Simulation.seeds(
        20,
        simulation -> {
          Server _ = Methods.OF_TEXT.server("memory:rpc").start();
          Channel channel = connected(simulation, RpcClient.open());
          simulation.network(Network.slow().withReset(0.02).withVanish(0.02));
          List<CompletableFuture<String>> calls = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            simulation.run(Duration.ofSeconds(1));
            calls.add(channel.call("length", "x".repeat(i), PATIENCE));
          }
          simulation.run(PATIENCE.plus(CLOSING));
          for (int i = 0; i < 50; i++) {
            CompletableFuture<String> call = calls.get(i);
            assertTrue(call.isDone());
            assertTrue(call.isCompletedExceptionally() || call.join().equals(String.valueOf(i)));
          }
        });
  }

  private static Channel connected(Simulation simulation, RpcClient client) {
    Channel channel =
        client.keepConnected("memory:rpc", failed -> simulation.note(failed.detail()));
    assertTrue(simulation.runUntil(channel.connected()::isDone, PATIENCE));
    return channel;
  }
}
