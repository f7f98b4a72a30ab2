package dev.parley.chat.internal.hub;

import dev.parley.chat.internal.parts.PartGatherer;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import org.jspecify.annotations.Nullable;

/// The requests of members over datagrams that come in parts. Bounded for each member: 8 requests
/// and 160 parts, so 160,000 bytes, may be incomplete. Nothing is answered before a request is
/// complete, and the client repeats what was not answered. Confined to the hub's loop.
final class RequestParts {
  static final int MAX_OPEN = 8;

  private final Hub hub;

  RequestParts(Hub hub) {
    this.hub = hub;
  }

  /// Takes a part, and handles the request if it is complete now.
  void take(Connection connection, Request.Part part) {
    if (!connection.isDatagram) {
      connection.refuse(
          ChatError.MALFORMED, "a request comes in parts over datagrams only", null, null, null);
      return;
    }
    Message whole = gather(connection, part);
    if (whole == null) {
      return;
    }
    try {
      Request request = ChatJson.request(whole);
      if (request instanceof Request.Part) {
        connection.refuse(ChatError.MALFORMED, "a part has no parts", null, null, null);
      } else {
        hub.handle(connection, request);
      }
    } catch (ChatFormatException e) {
      hub.malformed(connection, e.refused());
    }
  }

  private static @Nullable Message gather(Connection connection, Request.Part part) {
    PartGatherer parts = connection.parts;
    if (parts == null) {
      parts = new PartGatherer(MAX_OPEN, ChatJson.MAX_PARTS);
      connection.parts = parts;
    }
    return parts.add(part.of(), part.part(), part.parts(), part.data());
  }

  /// Forgets what a member has not gone on with for five to ten seconds. Called every five seconds.
  static void age(Connection connection) {
    PartGatherer parts = connection.parts;
    if (parts != null) {
      parts.age();
    }
  }
}
