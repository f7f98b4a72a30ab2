package dev.parley.cli.serve;

import dev.parley.chat.ChatServer;
import dev.parley.chat.history.History;
import dev.parley.cli.report.Report;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.services.Service;
import dev.parley.services.ServiceProvider;
import dev.parley.session.Handler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The service `chat`: rooms, as `docs/CHAT.md` describes them.
final class ChatService implements ServiceProvider {
  static final String NAME = "chat";

  private final ChatOptions options;
  private @Nullable Report report;
  private @Nullable ChatServer server;

  ChatService(ChatOptions options) {
    this.options = options;
  }

  /// Says there what happens to the history. To be called first.
  void reportTo(Report report) {
    this.report = report;
  }

  @Override
  public String description() {
    return Texts.text("serve.chat.description");
  }

  /// Opens the history and returns the server of the rooms.
  @Override
  public Handler handler(Service.Setup setup) {
    Clock clock = Clock.system();
    ChatServer.Builder builder = ChatServer.builder().clock(clock).settings(options.settings());
    ChatNames names = options.names();
    if (names != null) {
      builder.hooks(names);
    }
    History history = options.history(clock, Objects.requireNonNull(report, "report"));
    try {
      server = builder.history(history).build();
    } finally {
      if (server == null) {
        history.close();
      }
    }
    return server;
  }

  /// Returns the server of the rooms; null if another service was asked for.
  @Nullable ChatServer server() {
    return server;
  }

  /// Closes the history, if it was opened.
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  public String toString() {
    return NAME;
  }
}
