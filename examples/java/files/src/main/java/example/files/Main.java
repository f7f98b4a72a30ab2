package example.files;

import dev.parley.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// `receive FOLDER [ADDRESS]` stores files, `send FILE [ADDRESS]` sends one.
final class Main {
  private static final long MAX_BYTES = 4L << 30;

  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 1 ? words[0] : "";
    String address = words.length > 2 ? words[2] : "tcp://127.0.0.1:9000";
    try {
      switch (what) {
        case "receive" -> receive(Path.of(words[1]), address);
        case "send" -> send(Path.of(words[1]), address);
        default -> {
          System.err.println("usage: files receive FOLDER [ADDRESS] | send FILE [ADDRESS]");
          System.exit(2);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("files: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void receive(Path folder, String address)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Server server = Receiver.server(address, folder, MAX_BYTES).start();
    // Ctrl-C: files that are on their way still arrive.
    server.shutdownOnExit(Duration.ofSeconds(10));
    System.out.println("listening on " + server.address());
    server.awaitClose();
  }

  private static void send(Path file, String address) throws IOException, InterruptedException {
    System.out.println(Sender.send(address, file) + "  " + file);
  }
}
