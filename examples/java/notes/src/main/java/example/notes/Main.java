package example.notes;

import dev.parley.Server;
import dev.parley.text.Printable;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `serve CERTIFICATE KEY [ADDRESS]` keeps notes, `put CERTIFICATE NAME [ADDRESS]` stores one from
/// the standard input, `get CERTIFICATE NAME [ADDRESS]` prints it.
final class Main {
  private static final String USAGE =
      """
      usage: notes serve CERTIFICATE KEY [ADDRESS]
             notes put CERTIFICATE NAME [ADDRESS] < NOTE
             notes get CERTIFICATE NAME [ADDRESS]
      """;

  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 2 ? words[0] : "";
    try {
      switch (what) {
        case "serve" -> serve(Path.of(words[1]), Path.of(words[2]), address(words));
        case "put" -> {
          byte[] note = System.in.readNBytes(Command.LONGEST_NOTE + 1); // the server refuses that
          try (NoteClient notes = connect(words[1], address(words))) {
            notes.put(words[2], note);
          }
        }
        case "get" -> {
          try (NoteClient notes = connect(words[1], address(words))) {
            String note = new String(notes.get(words[2]), StandardCharsets.UTF_8);
            System.out.print(Printable.text(note));
          }
        }
        default -> {
          System.err.print(USAGE);
          System.exit(2);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("notes: " + e.getMessage());
      System.exit(1);
    }
  }

  private static String address(String[] words) {
    return words.length > 3 ? words[3] : "tcp://127.0.0.1:9000";
  }

  private static NoteClient connect(String certificate, String address)
      throws IOException, InterruptedException {
    return NoteClient.connect(address, Tls.client().withAuthorities(Path.of(certificate)));
  }

  private static void serve(Path certificate, Path key, String address)
      throws IOException, InterruptedException {
    Server server =
        NoteServer.server(address, Tls.server(List.of(new TlsFiles(certificate, key)))).start();
    // Ctrl-C: notes that are being sent still arrive.
    server.shutdownOnExit(Duration.ofSeconds(5));
    System.out.println("listening on " + server.address());
    server.awaitClose();
  }
}
