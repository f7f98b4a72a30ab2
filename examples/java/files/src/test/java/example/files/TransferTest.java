package example.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.Server;
import dev.parley.simulation.Network;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransferTest {
  private static final int MAX_BYTES = 1 << 20;

  @TempDir private Path directory;
  private Path inbox;

  @BeforeEach
  void makeFolder() throws IOException {
    inbox = Files.createDirectory(directory.resolve("inbox"));
  }

  @Test
  void filesArriveAsTheyAreOverTcp() throws Exception {
    try (Server server = Receiver.server("tcp://127.0.0.1:0", inbox, MAX_BYTES).start()) {
      for (int size : new int[] {0, 1, Header.PIECE, Header.PIECE + 1, MAX_BYTES}) {
        Path file = file("照片 " + size + ".jpg", size);
        Sender.send(server.address().toString(), file);
        assertEquals(-1, Files.mismatch(file, inbox.resolve(file.getFileName())));
      }
    }
  }

  @Test
  void theReceiverRefusesLargeFilesAndNamesThatAreTaken() throws Exception {
    try (Server server = Receiver.server("tcp://127.0.0.1:0", inbox, MAX_BYTES).start()) {
      String address = server.address().toString();
      Path large = file("large", MAX_BYTES + 1);
      Path small = file("small", 10);
      Sender.send(address, small);
      assertRefused("largest", address, large);
      assertRefused("of this name", address, small);
      assertEquals(List.of("small"), stored());
    }
  }

  @Test
  void noNameLeadsOutOfTheFolder() {
    Simulation.seed(
        1,
        simulation -> {
          Server _ = Receiver.server("memory:files", inbox, MAX_BYTES).start();
          for (String name :
              List.of("../out", "/out", "..", ".hidden", "a/b", "a\\b", "a\nb", "")) {
            Client client = Client.connect("memory:files", Header.OPTIONS);
            client.send("3 " + name);
            client.session().send("abc");
            simulation.run(Duration.ofMinutes(2));
            assertFalse(client.session().isOpen(), name);
          }
          assertEquals(List.of(), stored());
          assertFalse(Files.exists(directory.resolve("out")));
        });
  }

  @Test
  void ofAFileThatIsCutOffNothingIsLeft() {
    Simulation.seeds(
        20,
        simulation -> {
          simulation.network(Network.slow());
          Server server = Receiver.server("memory:files", inbox, MAX_BYTES).start();
          Client client = Client.connect("memory:files", Header.OPTIONS);
          client.send("3 cut");
          client.session().send("ab");
          switch ((int) (simulation.seed() % 3)) {
            case 0 -> client.session().abort();
            case 1 -> client.endOutput();
            default -> {} // silent, until it is too long
          }
          simulation.run(Duration.ofMinutes(5));
          assertEquals(0, server.openSessions());
          assertEquals(List.of(), stored());
        });
  }

  private static void assertRefused(String why, String address, Path file) {
    IOException e = assertThrows(IOException.class, () -> Sender.send(address, file));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  private Path file(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return Files.write(directory.resolve(name), content);
  }

  /// Returns the names in the folder, hidden ones too.
  private List<String> stored() throws IOException {
    try (Stream<Path> files = Files.list(inbox)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
