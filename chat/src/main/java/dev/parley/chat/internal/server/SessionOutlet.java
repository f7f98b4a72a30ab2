package dev.parley.chat.internal.server;

import dev.parley.chat.internal.hub.Connection;
import dev.parley.chat.internal.hub.Outlet;
import dev.parley.chat.internal.parts.PartCutter;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.frame.Message;
import dev.parley.limit.Source;
import dev.parley.session.Session;
import dev.parley.session.UnencodableMessageException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a chat server keeps of one session; its attachment.
///
/// Two loops use it, each its own fields: that of the session for what comes in, and the hub's for
/// what goes out. With one loop they are the same.
final class SessionOutlet implements Outlet {
  /// Longer than the hub waits for a member.
  private static final Duration DATAGRAM_IDLE = Duration.ofMinutes(6);

  private final Session session;
  private final Plain plain;

  // Of the hub's loop.

  /// Null until the hub knows of the session.
  @Nullable Connection connection;

  private boolean isStructured;

  /// True once its framing could not carry something.
  private boolean isBroken;

  private Form plainForm = Form.LINES;

  // Of the session's loop.

  /// Greets the peer unless it speaks first; null once that is decided.
  Session.@Nullable Timer greeting;

  /// What its framing asks for, as far as the hub was told; `auto` decides late.
  Form framed = Form.LINES;

  /// True once the peer has sent an object of the protocol.
  boolean speaksJson;

  /// True once the peer has sent a line of plain text.
  boolean speaksPlain;

  /// How many times in a row it was quiet.
  int silences;

  /// What the peer has left to send at once, see [FloodGate]; and as of when.
  final FloodGate gate;

  /// True while it waits for its rate: what comes goes to the backlog.
  boolean isHeld;

  /// True once the peer has ended its output.
  boolean hasEnded;

  final Backlog backlog = new Backlog();

  SessionOutlet(Session session, Plain plain, FloodGate gate) {
    this.session = session;
    this.plain = plain;
    this.gate = gate;
  }

  Session session() {
    return session;
  }

  /// Returns what the peer is told in.
  Form form() {
    return isStructured ? Form.JSON : plainForm;
  }

  /// Tells it in another form of plain text, while it is in no group.
  void plainForm(Form form) {
    plainForm = form;
  }

  @Override
  public void send(Notice notice) {
    send(notice, form());
  }

  /// Sends the last notice of a session on the session's own loop, which knows from what the peer
  /// has sent what it speaks.
  void lastWords(Notice.Closing closing) {
    send(closing, speaksJson ? Form.JSON : framed);
  }

  private void send(Notice notice, Form form) {
    if (form == Form.JSON) {
      sendJson(notice);
      return;
    }
    String end = form == Form.RAW ? "\n" : "";
    for (String line : plain.lines(notice)) {
      sendOrClose(session, Message.of(line + end));
    }
  }

  private void sendJson(Notice notice) {
    if (session.framing() == null) {
      for (Message part : PartCutter.cut(notice)) {
        sendOrClose(session, part);
      }
    } else {
      sendOrClose(session, ChatJson.encode(notice));
    }
  }

  /// Closes the session if its framing cannot carry the message: it would have a hole. The peer is
  /// told why.
  static void sendOrClose(Session session, Message message) {
    try {
      session.send(message);
    } catch (UnencodableMessageException e) {
      if (session.attachment() instanceof SessionOutlet own && !own.isBroken) {
        own.isBroken = true; // the words may be too long for the framing, too
        own.close(
            ClosingCode.PROTOCOL, "your framing cannot carry what is to be told: " + e.problem());
      }
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
  public void admitted() {
    session.timeouts(session.timeouts().withDatagramIdle(DATAGRAM_IDLE));
  }

  @Override
  public String peer() {
    return session.peerName();
  }

  @Override
  public boolean isLoopback() {
    return session.peer() instanceof InetSocketAddress address
        && address.getAddress() != null
        && address.getAddress().isLoopbackAddress();
  }

  @Override
  public String host() {
    return session.peer() instanceof InetSocketAddress address ? address.getHostString() : "";
  }

  @Override
  public Source source() {
    return Source.of(session.peer());
  }

  @Override
  public long waiting() {
    return session.waiting();
  }

  @Override
  public void whenFlushed(Runnable then) {
    session.flushed(_ -> then.run());
  }
}
