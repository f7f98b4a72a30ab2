package dev.parley.chat.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.parley.frame.Message;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads one message as a [JsonObject]. Bounded: in bytes, in values, in depth.
///
/// The bytes are decoded first, since Jackson guesses among UTF-8, 16 and 32, and takes encoded
/// surrogates. It shares no names of fields between messages, so no peer fills a table that others
/// use.
final class JsonReader {
  /// The maximum number of values of a message, those of nested lists and objects included.
  static final int MAX_VALUES = 4096;

  static final int MAX_DEPTH = 8;

  /// The maximum length of a field's name.
  static final int MAX_NAME = 64;

  /// The maximum number of characters of a number.
  static final int MAX_DIGITS = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              // The limits are checked here, so that an error names the one that was reached. No
              // part
              // of a message is longer than the whole.
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxNameLength(ChatJson.MAX_BYTES)
                  .maxNumberLength(ChatJson.MAX_BYTES)
                  .maxStringLength(ChatJson.MAX_BYTES)
                  .build())
          .build();

  private final JsonObject message = JsonObject.message();
  private int values;

  private JsonReader() {}

  /// Returns the message. What is thrown knows what could be read up to the fault.
  static JsonObject read(Message bytes) throws ChatFormatException {
    return new JsonReader().message(bytes);
  }

  private JsonObject message(Message bytes) throws ChatFormatException {
    if (bytes.length() > ChatJson.MAX_BYTES) {
      throw message.fault(ChatProblem.TOO_LONG, bytes.length(), ChatJson.MAX_BYTES);
    }
    CharBuffer text = decoded(bytes);
    try (JsonParser parser = FACTORY.createParser(text.array(), 0, text.limit())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw message.fault(ChatProblem.NOT_JSON, 1);
      }
      fill(message, parser);
      if (parser.nextToken() != null) {
        throw notJson(parser.currentTokenLocation().getCharOffset());
      }
      return message;
    } catch (JsonProcessingException e) {
      throw notJson(e.getLocation() == null ? 0 : e.getLocation().getCharOffset());
    } catch (IOException e) {
      throw new UncheckedIOException("an array refused to be read", e);
    }
  }

  private CharBuffer decoded(Message bytes) throws ChatFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.buffer());
    } catch (CharacterCodingException _) {
      throw message.fault(ChatProblem.NOT_UTF8);
    }
  }

  private ChatFormatException notJson(long offset) {
    return message.fault(ChatProblem.NOT_JSON, Math.max(0, offset) + 1);
  }

  private void fill(JsonObject object, JsonParser parser) throws IOException, ChatFormatException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (name.length() > MAX_NAME) {
        throw message.fault(ChatProblem.LONG_FIELD_NAME, MAX_NAME);
      }
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      if (!object.put(name, value(object, name, parser))) {
        throw message.fault(ChatProblem.TWICE, Printable.line(name));
      }
    }
  }

  private Object value(JsonObject owner, String name, JsonParser parser)
      throws IOException, ChatFormatException {
    if (++values > MAX_VALUES) {
      throw message.fault(ChatProblem.TOO_MANY_VALUES, MAX_VALUES);
    }
    if (parser.getParsingContext().getNestingDepth() > MAX_DEPTH) {
      throw message.fault(ChatProblem.TOO_DEEP, MAX_DEPTH);
    }
    return switch (parser.currentToken()) {
      case VALUE_STRING -> text(name, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_ARRAY -> list(owner, name, parser);
      case START_OBJECT -> {
        JsonObject object = owner.item(name);
        fill(object, parser);
        yield object;
      }
      default -> JsonObject.OTHER;
    };
  }

  private List<Object> list(JsonObject owner, String name, JsonParser parser)
      throws IOException, ChatFormatException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(owner, name, parser));
    }
    return list;
  }

  private Object number(JsonParser parser) throws IOException, ChatFormatException {
    if (parser.getTextLength() > MAX_DIGITS) {
      throw message.fault(ChatProblem.LONG_NUMBER, MAX_DIGITS);
    }
    return parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
            || parser.getNumberType() == NumberType.BIG_INTEGER
        ? JsonObject.OTHER
        : (Object) parser.getLongValue();
  }

  private String text(String name, String text) throws ChatFormatException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int character = text.codePointAt(i);
        if (Character.isBmpCodePoint(character)) {
          throw message.fault(ChatProblem.LONE_SURROGATE, Printable.line(name));
        }
        i++;
      }
    }
    return text;
  }
}
