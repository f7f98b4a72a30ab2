package dev.parley.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTypeTest {
  private static final Set<String> DATABASE = Set.of("xterm-256color", "dumb", "vt100", "linux");

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, parley-plain",
        "'', parley-plain",
        "dumb, parley-plain",
        "vt100, vt100",
        "linux, linux",
        "xterm-kitty, xterm-256color",
        "xterm-ghostty, xterm-256color",
        "foot, xterm-256color",
        "foot-extra, xterm-256color",
        "alacritty, xterm-256color",
        "tmux-256color, xterm-256color",
        "nonsense, parley-plain",
        "-, parley-plain"
      })
  void whatTermNamesIsDescribedBy(String term, String entry) {
    assertEquals(entry, TerminalType.of(term, DATABASE::contains));
  }
}
