package dev.parley.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

/// What Tab offers.
final class ChatCompletionTest {
  private final ChatCompletion completion = new ChatCompletion();

  private List<String> offered(String typed) throws Exception {
    ParsedLine line = new DefaultParser().parse(typed, typed.length());
    List<Candidate> candidates = new ArrayList<>();
    try (var terminal =
        new DumbTerminal(
            java.io.InputStream.nullInputStream(), new java.io.ByteArrayOutputStream())) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
      completion.complete(reader, line, candidates);
    }
    return candidates.stream().map(Candidate::displ).toList();
  }

  @Test
  void onlyAnOperatorIsOfferedWhatOperatorsMayDo() throws Exception {
    assertTrue(offered("/").containsAll(List.of("/next", "/who", "/edit")));
    for (String command : List.of("/ban", "/kick", "/mute", "/op", "/slow", "/unban")) {
      assertFalse(offered("/").contains(command), command);
    }
    completion.operator(true);
    assertTrue(offered("/").containsAll(List.of("/ban", "/kick", "/next")));
    completion.know(List.of("#lobby"), List.of("小明"));
    assertEquals(List.of("小明"), offered("小"));
  }
}
