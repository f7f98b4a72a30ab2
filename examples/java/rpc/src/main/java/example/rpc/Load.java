package example.rpc;

import dev.parley.ConnectOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Many calls on many connections at once.
///
/// @param answered the number of right answers
/// @param failed the number of calls with another outcome
record Load(int answered, int failed) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Calls `calls` methods on each of `connections` connections, all at the same time. Blocks.
  ///
  /// @throws IOException if there are not that many connections within ten seconds
  static Load run(String address, int connections, int calls)
      throws IOException, InterruptedException {
    try (RpcClient client = RpcClient.open()) {
      List<Channel> channels = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        channels.add(client.keepConnected(address, Load::report));
      }
      await(channels);
      List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
      for (Channel channel : channels) {
        for (int i = 0; i < calls; i++) {
          String expected = "你好 " + i;
          outcomes.add(
              channel
                  .call("reverse", new StringBuilder(expected).reverse().toString(), PATIENCE)
                  .handle((result, _) -> expected.equals(result)));
        }
      }
      int answered = (int) outcomes.stream().filter(CompletableFuture::join).count();
      return new Load(answered, outcomes.size() - answered);
    }
  }

  private static void report(ConnectOutcome.Failed cause) {
    System.err.println(cause.detail());
  }

  private static void await(List<Channel> channels) throws IOException, InterruptedException {
    CompletableFuture<?>[] all =
        channels.stream().map(Channel::connected).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("not all connections could be made", e);
    }
  }
}
