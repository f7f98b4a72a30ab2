package example.notes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.check.EventRecorder;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotesTest {
  private final EventRecorder events = new EventRecorder();

  @TempDir private static Path directory;
  private static TestCertificate own;
  private static TlsClient trust;

  private Server server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    own = TestCertificate.make(directory);
    trust = Tls.client().withAuthorities(own.certificate());
  }

  @BeforeEach
  void startServer() throws Exception {
    TlsFiles files = new TlsFiles(own.certificate(), own.key());
    server =
        NoteServer.server("tcp://127.0.0.1:0", Tls.server(List.of(files))).events(events).start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void notesComeBackAsTheyWere() throws Exception {
    byte[] longest = new byte[Command.LONGEST_NOTE];
    new Random(1).nextBytes(longest);
    try (NoteClient notes = NoteClient.connect(server.address().toString(), trust)) {
      for (byte[] note : List.of("买牛奶\r\nGET secret\r\n".getBytes(UTF_8), new byte[0], longest)) {
        notes.put("清单", note);
        assertArrayEquals(note, notes.get("清单"));
      }
      assertRefused("-a note has", () -> notes.put("big", new byte[Command.LONGEST_NOTE + 1]));
      assertRefused("-there is no such note", () -> notes.get("big"));
    }
  }

  @Test
  void withoutTlsThereAreNoNotes() throws Exception {
    try (Socket peer = new Socket("127.0.0.1", server.address().port())) {
      peer.getOutputStream().write("GET a\r\nPUT a 3\r\nQUIT\r\n".getBytes(US_ASCII));
      String answers = new String(peer.getInputStream().readAllBytes(), US_ASCII);
      assertEquals("-first STARTTLS\r\n-first STARTTLS\r\n+bye\r\n", answers);
    }
  }

  /// A man in the middle must not get a command into the session that TLS protects.
  @Test
  void plainTextBehindStartTlsIsNeverACommand() throws Exception {
    try (Socket peer = new Socket("127.0.0.1", server.address().port())) {
      peer.getOutputStream().write("STARTTLS\r\nPUT a 0\r\n".getBytes(US_ASCII));
      assertEquals(CloseReason.LOGIN_REFUSED, events.await(Event.SessionClosed.class).reason());
    }
    try (NoteClient notes = NoteClient.connect(server.address().toString(), trust)) {
      assertRefused("-there is no such note", () -> notes.get("a"));
    }
  }

  @Test
  void aServerThatIsNotTrustedGetsNoNotes() {
    assertThrows(
        IOException.class, () -> NoteClient.connect(server.address().toString(), Tls.client()));
  }

  private interface Asking {
    void ask() throws Exception;
  }

  private static void assertRefused(String why, Asking asking) {
    IOException e = assertThrows(IOException.class, asking::ask);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
