package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The commands in the code blocks of a document, exactly as written there, without their comments.
final class DocumentedCommands {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```$(.*?)^```$");

  private DocumentedCommands() {}

  /// Returns the commands of all blocks that have no language.
  ///
  /// @param file relative to the root of the source tree
  static List<String> in(String file) throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map((MatchResult block) -> block.group(1).strip())
        .flatMap(String::lines)
        .map(line -> line.replaceFirst(" +# .*", ""))
        .toList();
  }
}
