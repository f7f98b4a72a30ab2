package dev.parley.testing;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Handler;
import dev.parley.session.Session;

/// The handler of a protocol whose bodies have no frame of their own: a line with the length of the
/// body in bytes, the body, then the next line. Answers `want N` to a line and `got TEXT` to a
/// body, in lines. Keeps what a session is in as its attachment.
public final class HeaderAndBody implements Handler {
  /// The largest body.
  public static final int MAX_BODY = 1 << 16;

  @Override
  public void received(Session session, Message message) {
    if (session.attachment() == null) {
      session.attach("body");
      session.reframe(body(message), Framing.line());
      session.send("want " + message.text());
    } else {
      session.attach(null);
      session.reframe(Framing.line());
      session.send("got " + message.text());
    }
  }

  /// Returns the framing of the body behind this line.
  public static Framing body(Message header) {
    return Framing.fixed(Math.clamp(Integer.parseInt(header.text()), 1, MAX_BODY));
  }
}
