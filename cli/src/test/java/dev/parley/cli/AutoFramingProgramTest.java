package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// `parley serve` without framing options, with peers that send line ends and peers that do not.
final class AutoFramingProgramTest {
  private static final String TCP = "tcp://127.0.0.1:0";

  @Test
  void bothKindsOfPeersAreAnsweredAsTheyAskAndTheOptionIsNamedOnce() throws Exception {
    try (Program program = Program.start("serve", "upper", "-l", TCP)) {
      int port = program.port("tcp");
      for (int i = 0; i < 2; i++) {
        try (RawPeer lines = RawPeer.tcp(port);
            RawPeer raw = RawPeer.tcp(port)) {
          assertEquals("HELLO\n", lines.send("hello\n").receive("HELLO\n"));
          assertEquals("你好", raw.send("你好").receive("你好"));
          assertEquals("AGAIN", raw.send("again").receive("AGAIN"));
          raw.endOutput();
          assertEquals("", raw.rest());
          lines.send("last").endOutput();
          assertEquals("LAST\n", lines.rest());
        }
      }
      program.signal("TERM");
      List<String> told = program.errors().stream().filter(line -> line.contains("raw")).toList();
      assertEquals(1, told.size(), told::toString);
      assertTrue(told.getFirst().contains("sends no line ends"), told::toString);
      assertTrue(told.getFirst().contains("--framing raw"), told::toString);
    }
  }

  @Test
  void jsonTellsOfEachSession() throws Exception {
    try (Program program = Program.start("serve", "echo", "--json", "-l", TCP)) {
      String listening = program.await(line -> line.contains("\"listening\""));
      int port = Integer.parseInt(listening.replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
      for (int session = 1; session <= 2; session++) {
        try (RawPeer peer = RawPeer.tcp(port)) {
          assertEquals("hello", peer.send("hello").receive("hello"));
          String number = "\"session\":" + session + ",";
          program.await(
              line -> line.contains("\"event\":\"framing-settled\"") && line.contains(number));
        }
      }
    }
  }

  @Test
  void printShowsWhatAPeerWithoutLineEndsSays() throws Exception {
    try (Program program = Program.start("serve", "print", "-l", TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      peer.send("one");
      assertEquals("one", program.line());
      peer.send("two");
      assertEquals("two", program.line());
    }
  }
}
