package dev.parley.chat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.parley.frame.Message;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `docs/CHAT.md` and `docs/chat.schema.json` say what is really sent and understood.
class ChatDocumentTest {
  private static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs");

  private static final Pattern SECTION = Pattern.compile("(?ms)^#### (\\w+)$(.*?)(?=^##|\\z)");
  private static final Pattern FIELD = Pattern.compile("(?m)^\\| `(\\w+)`(?: \\?)? \\|");
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```json\n(.*?)\n```$");
  private static final Pattern SENT = Pattern.compile("(?m)^([<>]) (\\{.*})$");
  private static final Pattern MEMBER =
      Pattern.compile("\"(\\w+)\":(\"(?:[^\"\\\\]|\\\\.)*\"|\\d+|true|\\[.*?](?=[,}]))");

  /// The fields whose names are not those of the components.
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "refused", List.of("code", "error", "text", "ref", "room", "id", "retryAfterMillis"),
          "closing", List.of("code", "reason", "reconnect", "text"),
          "message",
              List.of("room", "seq", "time", "type", "from", "id", "text", "target", "state"));

  /// What a side says, and what describes it.
  enum Side {
    REQUEST(Request.class, "## 4. ", "## 5. "),
    NOTICE(Notice.class, "## 5. ", "### Types");

    private final Class<?> type;
    private final String from;
    private final String to;

    Side(Class<?> type, String from, String to) {
      this.type = type;
      this.from = from;
      this.to = to;
    }

    void read(String json) throws ChatFormatException {
      if (this == REQUEST) {
        Request _ = ChatJson.request(Message.of(json));
      } else {
        Notice _ = ChatJson.notice(Message.of(json));
      }
    }

    List<String> samples(int seed) {
      Stream<Message> samples =
          this == REQUEST
              ? new Samples(seed).requests().stream().map(ChatJson::encode)
              : new Samples(seed).notices().stream().map(ChatJson::encode);
      return samples.map(Message::text).toList();
    }

    /// Returns the text of each kind.
    Map<String, String> sections() throws IOException {
      String document = document();
      String part = document.substring(document.indexOf(from), document.indexOf(to));
      return SECTION
          .matcher(part)
          .results()
          .collect(Collectors.toMap(section -> section.group(1), section -> section.group(2)));
    }

    /// Returns the schema of this side's messages; one in which no unknown fields are allowed if
    /// `isStrict`.
    Schema schema(boolean isStrict) throws IOException {
      String whole = Files.readString(DOCS.resolve("chat.schema.json"));
      String schema =
          whole.replaceFirst(
              "\"anyOf\": \\[.*],",
              "\"\\$ref\": \"#/\\$defs/" + name().toLowerCase(Locale.ROOT) + "\",");
      String type = "\"type\": \"object\",";
      assertNotEquals(whole, schema);
      assertTrue(schema.contains(type));
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              isStrict ? schema.replace(type, type + "\"additionalProperties\": false,") : schema);
    }
  }

  private static String document() throws IOException {
    return Files.readString(DOCS.resolve("CHAT.md"));
  }

  private static List<String> examples(String section) {
    return EXAMPLE.matcher(section).results().map(example -> example.group(1)).toList();
  }

  private static boolean isValid(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void theDocumentHasEveryKindWithEveryField(Side side) throws IOException {
    Map<String, Set<String>> documented = new TreeMap<>();
    side.sections()
        .forEach((kind, section) ->
            documented.put(
                kind,
                FIELD
                    .matcher(section)
                    .results()
                    .map(field -> field.group(1))
                    .collect(Collectors.toCollection(TreeSet::new))));
    Map<String, Set<String>> sent = new TreeMap<>();
    for (Class<?> type : side.type.getPermittedSubclasses()) {
      String kind = type.getSimpleName().toLowerCase(Locale.ROOT);
      sent.put(
          kind.equals("refused") ? "error" : kind,
          new TreeSet<>(OTHER_NAMES.getOrDefault(kind, fields(type))));
    }
    assertEquals(sent, documented);
  }

  private static List<String> fields(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName().replaceFirst("^(is|has)(?=[A-Z])", "");
      names.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }
    return names;
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void everyMessageThatIsSentFitsTheSchema(Side side) throws IOException {
    Schema schema = side.schema(true);
    for (int seed = 0; seed < 50; seed++) {
      for (String json : side.samples(seed)) {
        assertEquals(List.of(), schema.validate(json, InputFormat.JSON), json);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void everyExampleIsUnderstoodAndFitsTheSchema(Side side) throws Exception {
    Schema schema = side.schema(true);
    for (Map.Entry<String, String> section : side.sections().entrySet()) {
      List<String> examples = examples(section.getValue());
      assertEquals(1, examples.size(), section.getKey());
      String example = examples.getFirst();
      assertTrue(example.startsWith("{\"kind\":\"" + section.getKey() + '"'), example);
      assertEquals(List.of(), schema.validate(example, InputFormat.JSON), example);
      side.read(example);
    }
  }

  @Test
  void theConversationIsUnderstoodAndFitsTheSchema() throws Exception {
    List<MatchResult> sent = SENT.matcher(document()).results().toList();
    assertFalse(sent.isEmpty());
    for (MatchResult line : sent) {
      Side side = line.group(1).equals(">") ? Side.REQUEST : Side.NOTICE;
      assertTrue(isValid(side.schema(true), line.group(2)), line.group());
      side.read(line.group(2));
    }
  }

  /// A field that the schema says may be missing may be missing; of requests every other must be
  /// there.
  @ParameterizedTest
  @EnumSource(Side.class)
  void theSchemaKnowsWhatMayBeLeftOut(Side side) throws IOException {
    Schema schema = side.schema(false);
    int tried = 0;
    for (String section : side.sections().values()) {
      String example = examples(section).getFirst();
      List<String> members = MEMBER.matcher(example).results().map(MatchResult::group).toList();
      assertEquals(example, '{' + String.join(",", members) + '}');
      for (String left : members) {
        String rest =
            members.stream()
                .filter(member -> !member.equals(left))
                .collect(Collectors.joining(","));
        boolean isValid = isValid(schema, '{' + rest + '}');
        boolean isRead = isRead(side, '{' + rest + '}');
        assertTrue(isRead || !isValid, rest);
        assertTrue(side == Side.NOTICE || isRead == isValid, rest);
        tried++;
      }
    }
    assertTrue(tried > 40, tried + " fields");
  }

  private static boolean isRead(Side side, String json) {
    try {
      side.read(json);
      return true;
    } catch (ChatFormatException _) {
      return false;
    }
  }

  @Test
  void theDocumentHasEveryErrorAndEveryClosing() throws IOException {
    String document = document();
    for (ChatError error : ChatError.values()) {
      assertRow(document, error.number(), error.word());
    }
    for (ClosingCode code : ClosingCode.values()) {
      assertRow(document, code.number(), code.word());
    }
    long rows = document.lines().filter(line -> line.matches("\\| [45]\\d{2,3} \\|.*")).count();
    assertEquals(ChatError.values().length + ClosingCode.values().length, rows);
  }

  private static void assertRow(String document, int number, String word) {
    String row = "| " + number + " | `" + word + "` | ";
    assertTrue(document.contains(row), row);
  }

  @Test
  void theDocumentHasEveryCommandAsItExplainsItself() throws IOException {
    String document = document();
    for (CommandName command : CommandName.values()) {
      String row =
          "| `"
              + command.usage().replace("|", "\\|")
              + "` | "
              + command.help()
              + " | "
              + command.right().who()
              + " |";
      assertTrue(document.contains(row), row);
    }
  }
}
