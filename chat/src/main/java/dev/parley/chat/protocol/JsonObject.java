package dev.parley.chat.protocol;

import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object that was read: the values of its fields by their names, each a `String`, `Long`,
/// `Boolean`, `List`, `JsonObject`, or [#OTHER]. A null is a field that is not there.
///
/// The methods that ask for a value name the field in what they throw.
final class JsonObject {
  /// The highest number that every reader of JSON keeps exactly: 2⁵³ − 1 (RFC 7493 §2.2).
  static final long MAX_NUMBER = (1L << 53) - 1;

  /// A number that is not whole, or out of the range of a `long`.
  static final Object OTHER = new Object();

  /// The maximum number of characters of what is quoted in an error.
  private static final int MAX_GLANCE = 64;

  private final Map<String, Object> values = new HashMap<>();

  /// The whole message; this one if it is the whole.
  private final JsonObject message;

  /// What errors put in front of a field's name: `rooms[].` within a list.
  private final String path;

  private JsonObject(@Nullable JsonObject message, String path) {
    this.message = message == null ? this : message;
    this.path = path;
  }

  static JsonObject message() {
    return new JsonObject(null, "");
  }

  JsonObject item(String list) {
    return new JsonObject(message, path + list + "[].");
  }

  /// Returns false if the name is there already.
  boolean put(String name, Object value) {
    return values.put(name, value) == null;
  }

  ChatFormatException fault(ChatProblem code, Object... parameters) {
    return new ChatFormatException(Problem.of(code, parameters), message);
  }

  private ChatFormatException wrong(ChatProblem code, String name) {
    return fault(code, path + name);
  }

  /// Returns a short text for an error, null if the field is none.
  @Nullable String glance(String name) {
    return values.get(name) instanceof String text
            && !text.isEmpty()
            && characters(text) <= MAX_GLANCE
        ? text
        : null;
  }

  String kind() throws ChatFormatException {
    return text("kind");
  }

  ChatFormatException unknownKind(String kind) {
    String shown = characters(kind) <= MAX_GLANCE ? kind : kind.substring(0, MAX_GLANCE) + "…";
    return fault(ChatProblem.UNKNOWN_KIND, Printable.line(shown));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  private Object value(String name) throws ChatFormatException {
    Object value = values.get(name);
    if (value == null) {
      throw wrong(ChatProblem.MISSING, name);
    }
    return value;
  }

  String text(String name) throws ChatFormatException {
    if (value(name) instanceof String text) {
      return text;
    }
    throw wrong(ChatProblem.NO_TEXT, name);
  }

  @Nullable String textIfAny(String name) throws ChatFormatException {
    return has(name) ? text(name) : null;
  }

  /// @param min the minimum number of characters (Unicode code points)
  /// @param max the maximum
  String text(String name, int min, int max) throws ChatFormatException {
    String text = text(name);
    int length = characters(text);
    if (length < min || length > max) {
      throw fault(ChatProblem.TEXT_LENGTH, path + name, min, max);
    }
    return text;
  }

  @Nullable String textIfAny(String name, int min, int max) throws ChatFormatException {
    return has(name) ? text(name, min, max) : null;
  }

  long number(String name) throws ChatFormatException {
    return number(name, 0, MAX_NUMBER);
  }

  private long number(String name, long min, long max) throws ChatFormatException {
    if (value(name) instanceof Long number && number >= min && number <= max) {
      return number;
    }
    throw fault(ChatProblem.NO_NUMBER, path + name, min, max);
  }

  long numberOr(long missing, String name) throws ChatFormatException {
    return has(name) ? number(name) : missing;
  }

  int count(String name) throws ChatFormatException {
    return count(name, 0, Integer.MAX_VALUE);
  }

  int count(String name, int min, int max) throws ChatFormatException {
    return (int) number(name, min, max);
  }

  int countOr(int missing, String name) throws ChatFormatException {
    return has(name) ? count(name) : missing;
  }

  /// Returns false if it is missing.
  boolean truth(String name) throws ChatFormatException {
    if (!has(name)) {
      return false;
    }
    if (value(name) instanceof Boolean truth) {
      return truth;
    }
    throw wrong(ChatProblem.NO_BOOLEAN, name);
  }

  /// Returns a time to the millisecond, of a year that [JsonWriter#time] can write.
  Instant time(String name) throws ChatFormatException {
    if (value(name) instanceof String text) {
      try {
        Instant time = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year >= 0 && year <= 9999) {
          return time;
        }
      } catch (DateTimeException _) {
        // Said below.
      }
    }
    throw wrong(ChatProblem.NO_TIME, name);
  }

  @Nullable Instant timeIfAny(String name) throws ChatFormatException {
    return has(name) ? time(name) : null;
  }

  <E extends Enum<E>> E word(String name, Words<E> words) throws ChatFormatException {
    E constant = words.constant(text(name));
    if (constant == null) {
      throw fault(ChatProblem.NO_WORD, path + name, words);
    }
    return constant;
  }

  /// Returns an empty list if it is missing.
  List<String> texts(String name, int max) throws ChatFormatException {
    List<String> texts = new ArrayList<>();
    for (Object value : list(name, max)) {
      if (!(value instanceof String text)) {
        throw wrong(ChatProblem.NO_TEXT, name + "[]");
      }
      texts.add(text);
    }
    return texts;
  }

  /// Returns an empty list if it is missing.
  List<JsonObject> objects(String name, int max) throws ChatFormatException {
    List<JsonObject> objects = new ArrayList<>();
    for (Object value : list(name, max)) {
      if (!(value instanceof JsonObject object)) {
        throw wrong(ChatProblem.NO_OBJECT, name);
      }
      objects.add(object);
    }
    return objects;
  }

  private List<?> list(String name, int max) throws ChatFormatException {
    if (!has(name)) {
      return List.of();
    }
    if (value(name) instanceof List<?> list && list.size() <= max) {
      return list;
    }
    throw fault(ChatProblem.NO_LIST, path + name, max);
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
