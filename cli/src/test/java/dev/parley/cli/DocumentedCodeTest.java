package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java in the documents compiles, each block by itself, against the published packages; the
/// source files that they name exist.
final class DocumentedCodeTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java$(.*?)^```$");

  /// A class by the end of its path, such as `frame/Framing`.
  private static final Pattern SOURCE = Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w+)`");

  private static final Path ROOT = DocumentedCommands.ROOT;

  /// What an example may use without an import of its own.
  private static final List<String> IMPORTS =
      List.of(
          "dev.parley.*",
          "dev.parley.chat.client.*",
          "dev.parley.chat.history.Entry",
          "dev.parley.chat.protocol.Notice",
          "dev.parley.check.*",
          "dev.parley.frame.*",
          "dev.parley.hmac.*",
          "dev.parley.layer.*",
          "dev.parley.limit.*",
          "dev.parley.passwords.*",
          "dev.parley.prelude.*",
          "dev.parley.problem.*",
          "dev.parley.sealed.*",
          "dev.parley.secure.*",
          "dev.parley.session.*",
          "dev.parley.simulation.*",
          "dev.parley.text.Printable",
          "dev.parley.tls.*",
          "java.io.IOException",
          "java.net.InetSocketAddress",
          "java.nio.ByteBuffer",
          "java.nio.charset.StandardCharsets",
          "java.nio.file.*",
          "java.time.Duration",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.zip.CRC32");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md", "docs/LIBRARY.md"})
  void everyBlockCompiles(String document) throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(ROOT.resolve(document)))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertTrue(!blocks.isEmpty(), "no Java at all");
    for (int i = 0; i < blocks.size(); i++) {
      assertEquals("", compile("Block" + (i + 1), blocks.get(i)), document);
    }
  }

  @Test
  void everySourceFileThatIsNamedExists() throws IOException {
    List<String> sources = files(ROOT, ".java");
    List<String> missing = new ArrayList<>();
    for (String document : files(ROOT.resolve("docs"), ".md")) {
      SOURCE
          .matcher(Files.readString(Path.of(document)))
          .results()
          .map(named -> named.group(1))
          .filter(name -> sources.stream().noneMatch(file -> file.endsWith("/" + name + ".java")))
          .map(name -> document + ": " + name)
          .forEach(missing::add);
    }
    assertEquals(List.of(), missing);
  }

  private static List<String> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(file -> file.endsWith(ending)).toList();
    }
  }

  /// Returns what the compiler says about these statements, empty if nothing.
  private String compile(String name, String statements) throws IOException {
    StringBuilder source = new StringBuilder();
    IMPORTS.forEach(one -> source.append("import ").append(one).append(";\n"));
    source.append("class ").append(name).append(" {\nvoid run() throws Exception {");
    source.append(statements).append("}\n}\n");
    Path file = directory.resolve(name + ".java");
    Files.writeString(file, source);
    StringWriter said = new StringWriter();
    try (PrintWriter out = new PrintWriter(said)) {
      ToolProvider.findFirst("javac")
          .orElseThrow()
          .run(
              out,
              out,
              "-Xlint:-options",
              "-proc:none",
              "--module-path",
              System.getProperty("jdk.module.path"),
              "--add-modules",
              "dev.parley.chat,dev.parley.passwords,dev.parley.services",
              "--class-path", // no module of the command needs what is for tests
              System.getProperty("java.class.path"),
              "-d",
              directory.toString(),
              file.toString());
    }
    return said.toString();
  }
}
