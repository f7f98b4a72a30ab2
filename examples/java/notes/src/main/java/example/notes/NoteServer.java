package example.notes;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.tls.TlsServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps notes in memory. A session begins in plain text, and its stream changes twice: to TLS, and
/// from lines to the bytes of a note and back.
///
/// The attachment of a session is the [Command.Put] whose bytes come next, null between commands.
final class NoteServer implements Handler {
  private static final int MOST_NOTES = 1_000;

  private final Map<String, Message> notes = new ConcurrentHashMap<>();

  private NoteServer() {}

  /// Returns a server without notes, to be started. It follows the files of its certificate.
  static Server.Builder server(String address, TlsServer tls) {
    return Server.builder()
        .listen(address)
        .framing(Command.FRAMING)
        .tls(tls)
        .limits(Limits.defaults().withMaxSessions(1_000))
        .timeouts(Timeouts.defaults().withIdle(Duration.ofMinutes(5)))
        .handler(new NoteServer());
  }

  @Override
  public void received(Session session, Message message) {
    if (session.attachment() instanceof Command.Put put) {
      store(session, put, message.copy());
      return;
    }
    switch (Command.parse(message.text())) {
      case Command.StartTls _ -> startTls(session);
      case Command.Quit _ -> {
        session.send("+bye");
        session.close();
      }
      case Command command when session.tls() == null -> session.send("-first STARTTLS");
      case Command.Put put -> put(session, put);
      case Command.Get get -> get(session, get.name());
      case Command.Unknown _ -> session.send("-unknown command");
    }
  }

  private void startTls(Session session) {
    if (session.tls() != null) {
      session.send("-this is TLS already");
      return;
    }
    session.send("+go"); // the last that leaves in plain text
    session.secure(() -> session.attach(null)); // nothing that came in plain text is believed
  }

  // To the server: behind this line come the bytes of the note, and then a line again.

  private void put(Session session, Command.Put put) {
    if (put.length() > Command.LONGEST_NOTE) {
      session.send("-a note has " + Command.LONGEST_NOTE + " bytes at most");
    } else if (notes.size() >= MOST_NOTES && !notes.containsKey(put.name())) {
      session.send("-there are too many notes");
    } else if (put.length() == 0) {
      session.send("+send");
      store(session, put, Message.empty()); // no bytes come
    } else {
      session.send("+send");
      session.attach(put);
      session.reframe(Framing.fixed(put.length()), Command.FRAMING);
    }
  }

  private void store(Session session, Command.Put put, Message note) {
    notes.put(put.name(), note);
    session.attach(null);
    session.reframe(Command.FRAMING);
    session.send("+stored");
  }

  // From the server: a line, the bytes of the note, and then lines again.

  private void get(Session session, String name) {
    Message note = notes.get(name);
    if (note == null) {
      session.send("-there is no such note");
      return;
    }
    session.send("+" + note.length());
    if (!note.isEmpty()) {
      session.reframe(Command.FRAMING, Framing.fixed(note.length()));
      session.send(note);
      session.reframe(Command.FRAMING);
    }
  }
}
