/// Chat rooms: a protocol of JSON objects, the server that keeps the rooms, and a client.
///
/// The server is [dev.parley.chat.ChatServer]; the messages are in [dev.parley.chat.protocol], what
/// keeps them in [dev.parley.chat.history].
@org.jspecify.annotations.NullMarked
module dev.parley.chat {
  requires com.fasterxml.jackson.core;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.parley;

  exports dev.parley.chat;
  exports dev.parley.chat.config;
  exports dev.parley.chat.history;
  exports dev.parley.chat.protocol;
}
