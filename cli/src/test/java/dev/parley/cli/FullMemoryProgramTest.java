package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which lacks of memory end a process with exit code 70, and which do not. [ExitScenarios], too,
/// tests that it ends when its memory stays full.
class FullMemoryProgramTest {
  @TempDir private Path directory;

  private static FullMemoryRun server() throws IOException, InterruptedException {
    FullMemoryRun run = FullMemoryRun.start("serve", "echo", "-v", "-l", "tcp://127.0.0.1:0");
    int _ = run.program().port("tcp");
    return run;
  }

  private static void assertEnds(String sentence, FullMemoryRun run) throws InterruptedException {
    assertEquals(70, run.program().exitCode());
    assertEquals(sentence, run.program().errors().getLast());
  }

  /// Accepts any message of FullMemory: a thread may fail to allocate before the watch finds the
  /// memory full.
  private static void assertEndsForWantOfMemory(FullMemoryRun run) throws InterruptedException {
    assertEquals(70, run.program().exitCode());
    String last = run.program().errors().getLast();
    assertTrue(last.startsWith("parley: ") && last.endsWith("; ends with 70"), last);
  }

  private static void assertServes(FullMemoryRun run) throws Exception {
    try (RawPeer peer = RawPeer.tcp(run.program().port("tcp"))) {
      assertEquals("hello\n", peer.send("hello\n").endOutput().rest());
    }
  }

  @Test
  void aMemoryThatStaysFullEndsAServerThatNobodyTalksTo() throws Exception {
    try (FullMemoryRun run = server()) {
      run.order(FullMemoryProgram.FILL);
      assertEndsForWantOfMemory(run);
    }
  }

  @Test
  void aMemoryThatStaysFullEndsALoad() throws Exception {
    try (RawServer target = RawServer.open();
        FullMemoryRun run = FullMemoryRun.start("bench", target.address(), "--timeout", "1m")) {
      try (RawServer.Peer _ = target.accept()) {
        run.order(FullMemoryProgram.FILL);
        assertEndsForWantOfMemory(run);
      }
    }
  }

  @Test
  void aStandardErrorThatTakesNothingIsNotWaitedFor() throws Exception {
    String script = "mkfifo \"$0\"; exec 2<>\"$0\"; head -c 65536 /dev/zero >&2; exec \"$@\"";
    String pipe = directory.resolve("stderr").toString();
    try (RawServer server = RawServer.open();
        FullMemoryRun run =
            FullMemoryRun.startUnder(
                List.of("sh", "-c", script, pipe), "connect", server.address());
        RawServer.Peer _ = server.accept()) {
      run.order(FullMemoryProgram.FILL);
      assertEquals(70, run.program().exitCode());
    }
  }

  @Test
  void aTerminalIsGivenBackFirst() throws Exception {
    Installed.need("script");
    String script =
        "for word; do words=\"$words '$word'\"; done;"
            + " exec script -qefc \"$words; echo code \\$?; stty -a; echo done\" /dev/null";
    try (RawServer server = RawServer.open();
        FullMemoryRun run =
            FullMemoryRun.startUnder(
                List.of("sh", "-c", script, "sh"), "connect", server.address(), "--no-history");
        RawServer.Peer _ = server.accept()) {
      run.program().awaitStdout("> ");
      run.order(FullMemoryProgram.FILL);
      String shown = run.program().awaitStdout("done");
      assertTrue(shown.contains("code 70"), shown);
      assertTrue(shown.contains(" icanon") && shown.contains(" echo "), shown);
    }
  }

  /// A class that is first used while memory is full is lost, and the process with it, so the
  /// server handles a session first.
  @Test
  void aMemoryThatIsFullForAMomentIsSurvived() throws Exception {
    try (FullMemoryRun run = server()) {
      assertServes(run);
      String _ = run.program().await(line -> line.contains(" closed "));
      for (int i = 0; i < 3; i++) {
        run.order(FullMemoryProgram.FILL_FOR_A_MOMENT);
        run.awaitDone();
        assertServes(run);
      }
      run.program().signal("TERM");
      assertEquals(0, run.program().exitCode());
    }
  }

  @Test
  void aThreadThatEndsForWantOfThreadsEndsTheProcess() throws Exception {
    try (FullMemoryRun run = server()) {
      run.order(FullMemoryProgram.NO_THREAD);
      assertEnds("parley: the system gives this process no more threads; ends with 70", run);
    }
  }

  @Test
  void aStartThatFindsNoMemoryOutsideTheHeapEndsWithASentence() throws Exception {
    List<String> little = List.of("-XX:MaxDirectMemorySize=1k");
    for (String[] words :
        List.of(
            new String[] {"serve", "echo", "-l", "tcp://127.0.0.1:0"},
            new String[] {"connect", "tcp://127.0.0.1:9"})) {
      try (Program program = Program.start(Map.of(), Program.command(Main.class, little, words))) {
        assertEquals(70, program.exitCode());
        assertEquals(
            List.of("parley: a part of the program found no memory and cannot go on; ends with 70"),
            program.errors());
      }
    }
  }

  @Test
  void aThreadThatEndsForWantOfAClassEndsTheProcess() throws Exception {
    try (FullMemoryRun run = server()) {
      run.order(FullMemoryProgram.LOST_CLASS);
      assertEnds(
          "parley: a part of the program could not be loaded and cannot go on; ends with 70", run);
    }
  }

  @Test
  void aThreadThatEndsWithADefectIsShownAndTheOthersGoOn() throws Exception {
    try (FullMemoryRun run = server()) {
      run.order(FullMemoryProgram.DEFECT);
      String line = run.program().await(text -> text.contains("a thread's own defect"));
      assertTrue(line.startsWith("Exception in thread \""), line);
      assertServes(run);
    }
  }
}
