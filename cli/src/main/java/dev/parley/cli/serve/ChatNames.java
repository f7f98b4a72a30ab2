package dev.parley.cli.serve;

import dev.parley.chat.config.ChatHooks;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.text.Texts;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names in the chat of those who have logged in: a file with a name, blanks and a principal on
/// each line, such as `ada CN=Ada Lovelace,O=Example`. What stands behind a `#` at the beginning of
/// a line is a comment. A principal that is not there has the name that it has by itself.
final class ChatNames implements ChatHooks {
  /// Maximum length of the file, in bytes.
  private static final int MAX_BYTES = 1 << 20;

  private final Map<String, String> names;

  private ChatNames(Map<String, String> names) {
    this.names = names;
  }

  /// Reads the file.
  ///
  /// @throws Failure if it cannot be read, or a line has no principal
  static ChatNames read(Path file) {
    String place = Printable.line(file.toString());
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem("serve.chat.names-unreadable", place, FileFault.ofReading(e)),
          e);
    }
    if (content.length > MAX_BYTES) {
      throw Failure.usage(Texts.problem("serve.chat.names-too-large", place));
    }
    return new ChatNames(parse(new String(content, StandardCharsets.UTF_8), place));
  }

  private static Map<String, String> parse(String text, String place) {
    Map<String, String> names = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      String[] parts = stripped.split("\\s+", 2);
      if (parts.length < 2 || names.putIfAbsent(parts[1], parts[0]) != null) {
        throw Failure.usage(Texts.problem("serve.chat.names-line", place, number));
      }
    }
    return names;
  }

  @Override
  public @Nullable String name(String principal) {
    String name = names.get(principal);
    return name == null ? ChatHooks.super.name(principal) : name;
  }
}
