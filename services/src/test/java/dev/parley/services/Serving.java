package dev.parley.services;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.session.Handler;
import dev.parley.testing.EventRecorder;
import java.io.IOException;

/// Servers on ports chosen by the system.
final class Serving {
  private Serving() {}

  static Server tcp(Handler handler, Framing framing) throws IOException {
    return tcp(handler, framing, framing);
  }

  static Server tcp(Handler handler, Framing framing, Framing replies) throws IOException {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .framing(framing)
        .replyFraming(replies)
        .handler(handler)
        .start();
  }

  static Server udp(Handler handler) throws IOException {
    return Server.builder().listen("udp://127.0.0.1:0").handler(handler).start();
  }

  static Server udp(Handler handler, EventRecorder events) throws IOException {
    return Server.builder().listen("udp://127.0.0.1:0").handler(handler).events(events).start();
  }

  /// TCP first, then UDP.
  static Server both(Handler handler, Framing framing) throws IOException {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .listen("udp://127.0.0.1:0")
        .framing(framing)
        .handler(handler)
        .start();
  }
}
