package dev.parley.chat.internal.server;

import dev.parley.chat.internal.hub.Connection;
import dev.parley.chat.internal.hub.Outlet;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Session;
import dev.parley.session.UnencodableMessageException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What a chat server keeps of one session; its attachment.
///
/// Two loops use it, each its own fields: that of the session for what comes in, and the hub's for
/// what goes out. With one loop they are the same.
public final class SessionOutlet implements Outlet {
  private final Session session;
  private final PlainText plain;

  // Of the hub's loop.

  /// Null until the hub knows of the session.
  @Nullable Connection connection;

  private boolean isStructured;

  // Of the session's loop.

  /// Greets the peer unless it speaks first; null once that is decided.
  Session.@Nullable Timer greeting;

  /// True once the peer has sent an object of the protocol.
  boolean speaksJson;

  /// How many times in a row it was quiet.
  int silences;

  /// What the peer has left to send at once, see [FloodGate]; and as of when.
  final FloodGate gate;

  SessionOutlet(Session session, PlainText plain, FloodGate gate) {
    this.session = session;
    this.plain = plain;
    this.gate = gate;
  }

  Session session() {
    return session;
  }

  Form form() {
    if (isStructured) {
      return Form.JSON;
    }
    Framing framing = session.framing();
    return framing == null || framing.keepsBoundaries() ? Form.LINES : Form.RAW;
  }

  @Override
  public void send(Notice notice) {
    if (isStructured) {
      sendOrClose(session, ChatJson.encode(notice));
      return;
    }
    String end = form() == Form.RAW ? "\n" : "";
    for (String line : plain.lines(notice)) {
      sendOrClose(session, Message.of(line + end));
    }
  }

  /// Closes the session if its framing cannot carry the message: it would have a hole.
  static void sendOrClose(Session session, Message message) {
    try {
      session.send(message);
    } catch (UnencodableMessageException e) {
      session.close();
    }
  }

  @Override
  public void close(ClosingCode code, String text) {
    send(new Notice.Closing(code, text));
    session.close();
  }

  @Override
  public void end() {
    session.close();
  }

  @Override
  public void becomeStructured() {
    isStructured = true;
  }

  @Override
  public String host() {
    return session.peer() instanceof InetSocketAddress address ? address.getHostString() : "";
  }

  @Override
  public long waiting() {
    return session.waiting();
  }
}
