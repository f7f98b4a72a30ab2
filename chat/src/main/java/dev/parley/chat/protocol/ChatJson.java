package dev.parley.chat.protocol;

import dev.parley.chat.history.Entry;
import dev.parley.frame.Message;

/// The messages of the protocol as JSON objects (RFC 8259), as `docs/CHAT.md` describes them.
///
/// What is encoded is one line of UTF-8 and safe to show at a terminal. What is decoded is bounded:
/// at most [#MAX_BYTES], 4,096 values, 8 levels. Texts and numbers that are larger than the
/// protocol allows are refused, names and lengths of texts are left to the server. Stateless; safe
/// for any thread; never blocks.
public final class ChatJson {
  /// The maximum length of a message. A page of entries has to be cut such that it fits, see
  /// [#length].
  public static final int MAX_BYTES = 65_536;

  /// The maximum length of a [Request.Part] or a [Notice.Part]: what a datagram carries over every
  /// network, and with keys. A longer message comes in parts.
  public static final int MAX_PART_BYTES = 1_000;

  /// The maximum number of parts: a message of [#MAX_BYTES] has at most 146, whatever its
  /// characters.
  public static final int MAX_PARTS = 160;

  /// The maximum number of characters of what the parts of a message have in common.
  public static final int MAX_PART_NAME = 64;

  private ChatJson() {}

  /// Returns a notice as JSON. Lone surrogates become U+FFFD.
  ///
  /// @throws IllegalArgumentException if a time has a year of more than four digits
  public static Message encode(Notice notice) {
    JsonWriter json = new JsonWriter();
    NoticeJson.write(notice, json);
    return json.message();
  }

  /// Returns a request as JSON. Lone surrogates become U+FFFD.
  ///
  /// @throws IllegalArgumentException if a time has a year of more than four digits
  public static Message encode(Request request) {
    JsonWriter json = new JsonWriter();
    RequestJson.write(request, json);
    return json.message();
  }

  /// Returns the number of bytes that an entry has in a [Notice.Page]. In a [Notice.Found] the name
  /// of its room is added. Does the work of encoding it.
  public static int length(Entry entry) {
    JsonWriter json = new JsonWriter();
    NoticeJson.item(entry, json);
    return json.size() + 1; // the comma
  }

  /// Reads what a client has sent. A view is read during the call.
  public static Request request(Message message) throws ChatFormatException {
    return RequestJson.read(JsonReader.read(message), message.length());
  }

  /// Reads what a server has sent; see [ChatFormatException#isUnknownKind] for what to ignore. The
  /// `author` of entries is empty.
  public static Notice notice(Message message) throws ChatFormatException {
    return NoticeJson.read(JsonReader.read(message));
  }

  /// Returns true if the first character that is not a blank (RFC 8259 §2), nor a byte order mark,
  /// is an opening brace.
  public static boolean isObject(Message message) {
    for (int i = hasByteOrderMark(message) ? 3 : 0; i < message.length(); i++) {
      byte next = message.byteAt(i);
      if (next != ' ' && next != '\t' && next != '\n' && next != '\r') {
        return next == '{';
      }
    }
    return false;
  }

  private static boolean hasByteOrderMark(Message message) {
    return message.length() >= 3
        && message.byteAt(0) == (byte) 0xEF
        && message.byteAt(1) == (byte) 0xBB
        && message.byteAt(2) == (byte) 0xBF;
  }
}
