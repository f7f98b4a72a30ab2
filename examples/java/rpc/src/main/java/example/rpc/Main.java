package example.rpc;

import dev.parley.Server;
import java.io.IOException;
import java.time.Duration;

/// `serve [ADDRESS]` answers calls, `load [ADDRESS [CONNECTIONS [CALLS]]]` makes many.
final class Main {
  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 0 ? words[0] : "";
    String address = words.length > 1 ? words[1] : "tcp://127.0.0.1:9000";
    try {
      switch (what) {
        case "serve" -> serve(address);
        case "load" -> load(address, number(words, 2, 500), number(words, 3, 20));
        default -> {
          System.err.println("usage: rpc serve [ADDRESS] | load [ADDRESS [CONNECTIONS [CALLS]]]");
          System.exit(2);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("rpc: " + e.getMessage());
      System.exit(1);
    }
  }

  private static int number(String[] words, int index, int otherwise) {
    return index < words.length ? Integer.parseInt(words[index]) : otherwise;
  }

  private static void serve(String address) throws IOException, InterruptedException {
    Server server = Methods.OF_TEXT.server(address).start();
    // Ctrl-C: answers that are on their way still leave.
    server.shutdownOnExit(Duration.ofSeconds(5));
    System.out.println("listening on " + server.address());
    server.awaitClose();
  }

  private static void load(String address, int connections, int calls)
      throws IOException, InterruptedException {
    Load load = Load.run(address, connections, calls);
    System.out.println(
        connections
            + " connections, "
            + load.answered()
            + " answers, "
            + load.failed()
            + " failed");
    System.exit(load.failed() == 0 ? 0 : 1);
  }
}
