package dev.parley.cli;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.limit.Timeouts;
import java.io.IOException;
import java.time.Duration;

/// A chat server in the process of a test, for the command in another one.
final class ChatRooms implements AutoCloseable {
  private final ChatServer chat = ChatServer.builder().history(new MemoryHistory()).build();
  private final Server server;

  private ChatRooms(String address) throws IOException {
    server = start(address);
  }

  /// Opens one at a free port.
  static ChatRooms open() throws IOException {
    return new ChatRooms("tcp://127.0.0.1:0");
  }

  private Server start(String address) throws IOException {
    return Server.builder()
        .listen(address)
        .timeouts(ChatServer.timeouts(Timeouts.defaults().withLinger(Duration.ZERO)))
        .handler(chat)
        .start();
  }

  /// Ends it: its members lose their connections.
  void stop() {
    server.close();
  }

  /// Starts another one at the same address, with empty logs.
  ChatRooms startAgain() throws IOException {
    return new ChatRooms(address());
  }

  String address() {
    return server.address().toString();
  }

  @Override
  public void close() {
    server.close();
    chat.close();
  }
}
