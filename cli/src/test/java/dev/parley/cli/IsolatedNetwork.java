package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A network namespace of Linux with only a loopback interface, where port 9000 is always free, and
/// a directory in which documented commands run as written. It lasts until it is closed. Skips the
/// test if this user may not create one.
final class IsolatedNetwork implements AutoCloseable {
  private final Program holder;
  private final Path directory;

  private IsolatedNetwork(Program holder, Path directory) {
    this.holder = holder;
    this.directory = directory;
  }

  /// Starts one.
  ///
  /// @param directory where the commands run; `./parley` in it starts the launcher of this source
  ///   tree
  static IsolatedNetwork start(Path directory) throws Exception {
    Installed.need("unshare");
    Installed.need("nsenter");
    Installed.need("ip");
    Program holder =
        Program.start(
            Map.of(),
            List.of("unshare", "-rn", "sh", "-c", "ip link set lo up && echo up && exec cat"));
    if (holder.stdout().read() < 0) {
      holder.close();
      abort("this user may not create a network namespace (unshare -rn)");
    }
    assertEquals("p", holder.line());
    Path launcher = directory.resolve("parley");
    if (!Files.exists(launcher)) {
      Path real = DocumentedCommands.ROOT.resolve("parley");
      Files.writeString(launcher, "#!/bin/sh\nexec '" + real + "' \"$@\"\n");
      assertTrue(launcher.toFile().setExecutable(true));
    }
    return new IsolatedNetwork(holder, directory);
  }

  /// Starts a shell command.
  Program run(String command) throws IOException {
    return Program.start(
        Map.of(),
        List.of(
            "nsenter",
            "--target=" + holder.pid(),
            "--user",
            "--net",
            "--preserve-credentials",
            "sh",
            "-c",
            "cd " + directory + " && " + command));
  }

  /// Fails if `git add .`, in a clone, would add any of the files that the commands have created.
  void assertGitIgnoresWhatWasMade() throws Exception {
    Installed.need("git");
    Files.copy(DocumentedCommands.ROOT.resolve(".gitignore"), directory.resolve(".gitignore"));
    Files.deleteIfExists(directory.resolve("parley"));
    try (Program git =
        Program.start(
            Map.of("FROM", directory.toString()),
            List.of(
                "sh",
                "-c",
                "cd \"$FROM\" && git init -q && git status --porcelain --untracked-files=all"))) {
      assertEquals("?? .gitignore\n", git.rest());
      assertEquals(0, git.exitCode(), git.errors().toString());
    }
  }

  @Override
  public void close() {
    holder.close();
  }
}
