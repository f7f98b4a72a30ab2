package dev.parley.chat.internal.parts;

import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import java.util.ArrayList;
import java.util.List;

/// Cuts the JSON of a message to datagrams. The parts of the same JSON have the same name each
/// time, so that a receiver may take some of one time and some of another. Stateless.
public final class PartCutter {
  /// Of the data of a part; the rest is for its other fields.
  private static final int MAX_DATA_BYTES = 900;

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /// What a part is sent as.
  private interface Form {
    Message of(String name, int part, int parts, String data);
  }

  private PartCutter() {}

  /// Returns the datagrams of a notice: itself if it is short enough.
  public static List<Message> cut(Notice notice) {
    return cut(
        ChatJson.encode(notice),
        (name, part, parts, data) -> ChatJson.encode(new Notice.Part(name, part, parts, data)));
  }

  /// Returns the datagrams of a request: itself if it is short enough.
  public static List<Message> cut(Request request) {
    return cut(
        ChatJson.encode(request),
        (name, part, parts, data) -> ChatJson.encode(new Request.Part(name, part, parts, data)));
  }

  private static List<Message> cut(Message whole, Form form) {
    if (whole.length() <= ChatJson.MAX_PART_BYTES) {
      return List.of(whole);
    }
    List<String> pieces = pieces(whole.text());
    String name = name(whole);
    List<Message> parts = new ArrayList<>(pieces.size());
    for (int i = 0; i < pieces.size(); i++) {
      parts.add(form.of(name, i + 1, pieces.size(), pieces.get(i)));
    }
    return parts;
  }

  private static List<String> pieces(String json) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < json.length(); ) {
      int codePoint = json.codePointAt(i);
      int more = bytes(codePoint);
      if (bytes + more > MAX_DATA_BYTES) {
        pieces.add(json.substring(from, i));
        from = i;
        bytes = 0;
      }
      bytes += more;
      i += Character.charCount(codePoint);
    }
    pieces.add(json.substring(from));
    return pieces;
  }

  /// Returns how many bytes a character of JSON has in a text of JSON. There are none to be escaped
  /// but these two, since the JSON has escaped them.
  private static int bytes(int codePoint) {
    if (codePoint == '"' || codePoint == '\\') {
      return 2;
    }
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /// Returns the FNV-1a hash of the bytes.
  private static String name(Message whole) {
    long hash = FNV_BASIS;
    for (byte next : whole.bytes()) {
      hash = (hash ^ (next & 0xff)) * FNV_PRIME;
    }
    return Long.toHexString(hash);
  }
}
