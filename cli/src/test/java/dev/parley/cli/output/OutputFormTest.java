package dev.parley.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Message;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutputFormTest {
  @Test
  void framedMessagesAreLines() {
    assertEquals("a\n\nb\n\n", shown(OutputForm.framed(), "a", "", "b\n"));
  }

  @Test
  void rawMessagesEndInOneNewline() {
    assertEquals("a\n\nb\n", shown(OutputForm.raw(), "a", "", "b\n"));
  }

  @Test
  void aStreamIsLeftAlone() {
    assertEquals("ab\n", shown(OutputForm.stream(), "a", "b\n"));
    byte[] bytes = {0, -1, 13};
    assertArrayEquals(bytes, OutputForm.stream().show(Message.of(bytes)));
  }

  @Test
  void aTerminalGetsNoControls() {
    assertEquals("\\x1b[2J\n", shown(OutputForm.safe(OutputForm.framed(), true), "\u001b[2J"));
    assertEquals("a\nb\n", shown(OutputForm.safe(OutputForm.raw(), false), "a\nb\n"));
  }

  @Test
  void aCharacterThatTwoReadsShareComesOutWhole() {
    byte[] you = "你".getBytes(UTF_8);
    OutputForm form = OutputForm.safe(OutputForm.stream(), false);
    assertEquals("", text(form.show(Message.of(Arrays.copyOf(you, 2)))));
    assertEquals("你", text(form.show(Message.of(Arrays.copyOfRange(you, 2, 3)))));
    assertEquals("", text(form.show(Message.of(Arrays.copyOf(you, 1)))));
    assertEquals("\\xe4", text(form.end()));
  }

  @Test
  void aFramedMessageSharesNoCharacterWithTheNext() {
    OutputForm form = OutputForm.safe(OutputForm.framed(), true);
    assertEquals("\\xe4\n", text(form.show(Message.of(new byte[] {(byte) 0xe4}))));
  }

  @Test
  void hexLinesAreOneLineAMessage() {
    assertEquals("68 69\n\n0a\n", shown(OutputForm.hexLines(), "hi", "", "\n"));
  }

  @Test
  void aDumpOfAStreamCountsOn() {
    String dump = shown(OutputForm.hexDump(true), "hi", "ho");
    assertEquals(
        """
        00000000  68 69                                             |hi|
        00000002  68 6f                                             |ho|
        """,
        dump);
  }

  private static String shown(OutputForm form, String... messages) {
    StringBuilder all = new StringBuilder();
    for (String message : messages) {
      all.append(text(form.show(Message.of(message))));
    }
    return all.append(text(form.end())).toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
