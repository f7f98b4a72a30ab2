package dev.parley.chat;

import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.simulation.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A member in a simulation that speaks the protocol in lines, and does nothing by itself.
final class RawMember {
  final RawPeer peer;

  RawMember(RawPeer peer) {
    this.peer = peer;
  }

  RawMember send(Request request) {
    peer.send(ChatJson.encode(request).text() + "\n");
    return this;
  }

  RawMember hello(String name, String... rooms) {
    return hello(
        name, null, Stream.of(rooms).map(room -> new Request.Position(room, null, 0)).toList());
  }

  RawMember hello(@Nullable String name, @Nullable String token, List<Request.Position> rooms) {
    return send(new Request.Hello(1, name, token, "test", rooms));
  }

  RawMember say(String room, String id, String text) {
    return send(new Request.Send(room, id, text, false));
  }

  /// Returns what has come, without a line that is not complete.
  List<Notice> notices() {
    String text = new String(peer.received(), StandardCharsets.UTF_8);
    List<Notice> notices = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (line.startsWith("{")) {
        try {
          notices.add(ChatJson.notice(Message.of(line)));
        } catch (ChatFormatException e) {
          throw new AssertionError("the server has sent " + line, e);
        }
      }
    }
    return notices;
  }

  <T extends Notice> List<T> all(Class<T> kind) {
    return notices().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends Notice> T last(Class<T> kind) {
    List<T> all = all(kind);
    if (all.isEmpty()) {
      throw new AssertionError("no " + kind.getSimpleName() + " in " + notices());
    }
    return all.getLast();
  }

  /// Returns the messages of a room, each as `seq name: text`.
  List<String> heard(String room) {
    return all(Notice.Message.class).stream()
        .filter(message -> message.room().equals(room))
        .map(RawMember::line)
        .toList();
  }

  private static String line(Notice.Message message) {
    Entry entry = message.entry();
    return entry.seq() + " " + entry.sender() + ": " + entry.text();
  }
}
