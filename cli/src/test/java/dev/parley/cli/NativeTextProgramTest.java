package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.RawServer.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command in locales with and without UTF-8, with bytes that the JVM of the tests could not
/// pass on: a shell writes them.
final class NativeTextProgramTest {
  private static final String UMLAUT = "$(printf 'gr\\303\\274n')";
  private static final String LATIN = "$(printf 'gr\\374n')";

  @TempDir Path directory;

  /// Runs `parley` with words that the shell expands.
  private static Program inShell(String locale, String environment, String words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", environment + " exec \"$@\" " + words, "sh"));
    command.addAll(Program.command());
    return Program.start(Map.of("LC_ALL", locale), command);
  }

  private static void assertRefused(Program program, String part) throws Exception {
    String line = program.await(one -> one.startsWith("parley: "));
    assertTrue(line.contains(part), line);
    assertEquals(2, program.exitCode());
    assertEquals(1, program.errors().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "xx_YY.UTF-8"})
  void withoutUtf8WhatNeedsItIsRefused(String locale) throws Exception {
    for (String words :
        List.of(
            "serve reply --text \"" + UMLAUT + "\"",
            "serve upper --framing \"delimiter:" + UMLAUT + "\"",
            "connect --quit-word \"" + UMLAUT + "\"",
            "connect --key-file \"" + UMLAUT + "\" --verbose",
            "\"" + UMLAUT + "\" connect")) {
      try (Program program = inShell(locale, "", words)) {
        assertRefused(program, "the locale has no UTF-8");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void aKeyInTheEnvironmentThatCannotBeReadIsRefused(String locale) throws Exception {
    try (Program program = inShell(locale, "PARLEY_KEY=\"" + LATIN + "\"", "connect")) {
      assertRefused(program, "the variable PARLEY_KEY is no UTF-8");
    }
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws Exception {
    try (Program program = inShell("C.UTF-8", "", "connect --quit-word \"" + LATIN + "\" -v")) {
      assertRefused(program, "'gr\ufffdn' is no UTF-8");
    }
  }

  @Test
  void asciiNeedsNoUtf8() throws Exception {
    try (RawServer server = RawServer.open();
        Program program =
            inShell("C", "", "connect " + server.address() + " --quit-word 'why?' --wait 1ms");
        Peer peer = server.accept()) {
      program.typeAll("why?\nnot\n");
      assertEquals("why?\n", peer.restText());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void withUtf8AllIsAsItWasMeant() throws Exception {
    String replacement = "$(printf '\\357\\277\\275')";
    try (RawServer server = RawServer.open();
        Program program =
            inShell(
                "C.UTF-8",
                "",
                "connect "
                    + server.address()
                    + " --wait 1ms --leave-word \""
                    + replacement
                    + "\" --quit-word \""
                    + UMLAUT
                    + "\" --transcript \""
                    + directory
                    + "/你好 "
                    + UMLAUT
                    + "\"");
        Peer peer = server.accept()) {
      program.typeAll("grün\nnot\n");
      assertEquals("grün\n", peer.restText());
      assertEquals(0, program.exitCode());
    }
    assertTrue(Files.exists(directory.resolve("你好 grün")), "the file has another name");
  }
}
