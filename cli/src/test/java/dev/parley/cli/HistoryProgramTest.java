package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.history.KeptRooms;
import dev.parley.history.SqliteHistory;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parley history` beside other processes, and what `serve chat` says of a folder that it cannot
/// use.
final class HistoryProgramTest {
  @TempDir private Path parent;
  @AutoClose private final Opened opened = new Opened();
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = parent.resolve("data");
    KeptRooms.write(folder);
  }

  @Test
  void linesGoThroughAPipeAndStdoutHasNothingElse() throws Exception {
    Path other = parent.resolve("other");
    try (Program export = Program.start("history", "export", "--data", folder.toString());
        Program restore = Program.start("history", "import", "-", "--data", other.toString())) {
      String lines = export.rest();
      assertEquals(0, export.exitCode(), export.errors().toString());
      assertEquals(11, lines.lines().count(), lines);
      assertTrue(lines.lines().allMatch(line -> line.startsWith("{\"kind\":\"")), lines);
      assertEquals(List.of("parley: messages exported: 7"), export.errors());
      restore.typeAll(lines);
      assertEquals(0, restore.exitCode(), restore.errors().toString());
    }
    try (Program search =
        Program.start("history", "search", "私密", "--private", "--data", other.toString())) {
      assertTrue(search.rest().endsWith(" @g:Zx3,p:ada ada: hello 私密\n"));
      assertEquals(List.of(), search.errors());
    }
  }

  @Test
  void aLineOfTheInputThatIsWrongIsNamed() throws Exception {
    try (Program restore =
        Program.start("history", "import", "-", "--data", parent.resolve("x").toString())) {
      restore.typeAll("no JSON\n");
      assertEquals(2, restore.exitCode());
      String said = restore.errors().getLast();
      assertTrue(said.startsWith("parley: cannot import the input: line 1: it is no JSON"), said);
    }
  }

  @Test
  void aPersonAtATerminalIsAsked() throws Exception {
    try (AtTerminal terminal =
        AtTerminal.start(parent, "history", "purge", "--id", "b1", "--data", folder.toString())) {
      terminal.await("remove the message with the id b1 from " + folder + " for good? (y, n) ");
      terminal.enter("y");
      terminal.await("parley: messages removed for good: 1;");
      assertEquals(0, terminal.exitCode());
    }
  }

  @Test
  void anotherProcessHasTheFolder() throws Exception {
    SqliteHistory _ = opened.keep(SqliteHistory.open(folder));
    try (UsageRun run = UsageRun.start()) {
      String inUse = folder + " is in use by a running server";
      UsageRun.Said refused = run.say("history purge --id a1 --yes --data " + folder);
      assertEquals(2, refused.code(), refused::toString);
      String said = refused.errors().getLast();
      assertTrue(said.startsWith("parley: " + inUse + ", which would go on showing"), said);
      assertTrue(said.contains("stop it, purge, and start it again"), said);
      assertEquals(
          new UsageRun.Said(2, List.of("parley: cannot keep messages in " + folder + ": " + inUse)),
          run.say("serve chat -l 127.0.0.1:0 --data " + folder));
      assertEquals(new UsageRun.Said(0, List.of()), run.say("history verify --data " + folder));
    }
  }

  @Test
  void aServerSaysWhatToDoAboutADamagedOrNewerFolder() throws Exception {
    Path newer = parent.resolve("newer");
    KeptRooms.write(newer);
    KeptRooms.age(newer);
    KeptRooms.damage(folder);
    try (UsageRun run = UsageRun.start()) {
      UsageRun.Said damaged = run.say("serve chat -l 127.0.0.1:0 --data " + folder);
      assertEquals(2, damaged.code(), damaged::toString);
      String said = damaged.errors().getLast();
      assertTrue(said.startsWith("parley: cannot keep messages in " + folder), said);
      assertTrue(
          said.contains("parley history verify --data " + KeptRooms.file(folder) + " says what"),
          said);
      UsageRun.Said refused = run.say("serve chat -l 127.0.0.1:0 --data " + newer);
      assertEquals(2, refused.code(), refused::toString);
      assertTrue(
          refused.errors().getLast().contains("or later, which is needed to read it"),
          refused::toString);
    }
  }
}
