package example.notes;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.text.Printable;
import dev.parley.tls.TlsClient;
import java.io.IOException;
import java.time.Duration;

/// A session with a server of notes. Blocks; one thread at a time.
///
/// Messages are cut on demand, so that the framing can change behind each.
final class NoteClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Client client;

  private NoteClient(Client client) {
    this.client = client;
  }

  /// Connects, and changes to TLS before anything else is said.
  ///
  /// @throws IOException if that fails, for example because `tls` does not trust the server
  static NoteClient connect(String address, TlsClient tls)
      throws IOException, InterruptedException {
    ClientOptions options = ClientOptions.defaults().withFraming(Command.FRAMING).withTls(tls);
    NoteClient notes = new NoteClient(Client.connectOnDemand(address, options));
    try {
      notes.ask("STARTTLS");
      notes.client.secure();
      return notes;
    } catch (IOException | InterruptedException | RuntimeException e) {
      notes.close();
      throw e;
    }
  }

  /// Stores a note.
  ///
  /// @throws IOException if the server does not; the message says why
  void put(String name, byte[] note) throws IOException, InterruptedException {
    ask("PUT " + name + " " + note.length);
    if (note.length > 0) {
      client.reframe(Command.FRAMING, Framing.fixed(note.length));
      client.send(note);
      client.reframe(Command.FRAMING);
    }
    answer();
  }

  /// Returns a note.
  ///
  /// @throws IOException if there is none; the message says so
  byte[] get(String name) throws IOException, InterruptedException {
    int length = length(ask("GET " + name));
    if (length == 0) {
      return new byte[0];
    }
    client.reframe(Framing.fixed(length), Command.FRAMING);
    Message note = receive();
    client.reframe(Command.FRAMING);
    return note.bytes();
  }

  private String ask(String command) throws IOException, InterruptedException {
    client.send(command);
    return answer();
  }

  /// Returns what is behind the plus of the server's next line.
  private String answer() throws IOException, InterruptedException {
    Message line = receive();
    if (!line.text().startsWith("+")) {
      throw new IOException("the server says: " + Printable.line(line));
    }
    return line.text().substring(1);
  }

  private Message receive() throws IOException, InterruptedException {
    Message message = client.receive(PATIENCE);
    if (message == null) {
      throw new IOException("the server has ended without an answer");
    }
    return message;
  }

  /// Believes no length that the server must not send.
  private static int length(String digits) throws IOException {
    try {
      int length = Integer.parseInt(digits);
      if (length >= 0 && length <= Command.LONGEST_NOTE) {
        return length;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw new IOException("the server has sent no length of a note");
  }

  @Override
  public void close() {
    client.close(PATIENCE);
  }
}
