package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher prints when it cannot build: one sentence that names what is missing.
class FirstBuildTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /// A user that owns no files on most systems.
  private static final String NOBODY = "65534";

  @TempDir private Path directory;

  private Path clone;

  /// Copies the files of a fresh clone that the build needs.
  @BeforeEach
  void cloneIt() throws Exception {
    clone = directory.toRealPath().resolve("clone");
    sh(
        "umask 022 && chmod 755 \"$1\" && mkdir \"$1/clone\" && cd \"$2\" &&"
            + " cp -R parley pom.xml scripts .mvn \"$1/clone\" &&"
            + " for module in core services passwords cli; do mkdir -p \"$1/clone/$module/src\" &&"
            + " cp $module/pom.xml \"$1/clone/$module\" &&"
            + " cp -R $module/src/main \"$1/clone/$module/src\"; done",
        directory.toString(),
        ROOT.toString());
  }

  private static void sh(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    try (Program program = Program.start(Map.of(), command)) {
      assertEquals(0, program.exitCode(), program.errors().toString());
    }
  }

  private Program launch(Map<String, String> environment, String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(clone.resolve("parley").toString());
    command.add("--version");
    return Program.start(environment, command);
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  @Test
  void withoutANetworkItNamesTheServerThatWasNotReached() throws Exception {
    Installed.need("unshare");
    Installed.need("mvn");
    assumeTrue(isRoot(), "only root has a network of its own without a user namespace");
    Path empty = directory.resolve("repository");
    try (Program parley =
        launch(Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + empty), "unshare", "-n")) {
      List<String> errors = parley.errors();
      String last = errors.getLast();
      assertTrue(
          last.matches(
              "parley: the first build fetches libraries, and Maven could not reach https?://[^ ]+:"
                  + " it needs the network once, or .*"),
          errors.toString());
      assertEquals(2, errors.size(), errors.toString()); // that it builds, and that it cannot
      assertEquals(1, parley.exitCode());
    }
  }

  @Test
  void whereItMayNotWriteItNamesTheFolder() throws Exception {
    List<String> as = new ArrayList<>();
    if (isRoot()) {
      Installed.need("setpriv");
      as.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups"));
    } else {
      sh("chmod -R a-w \"$1\"", clone.toString());
    }
    try (Program parley = launch(Map.of(), as.toArray(String[]::new))) {
      assertEquals(
          List.of(
              "parley: needs to be built, and you may not write to "
                  + clone.resolve("cli/target")
                  + "; have the owner of the folder start ./parley once, or copy the folder to a"
                  + " place of your own."),
          parley.errors());
      assertEquals(2, parley.exitCode());
    }
    sh("chmod -R u+w \"$1\"", clone.toString());
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    Path programs = Files.createDirectory(directory.resolve("bin"));
    for (String program : List.of("sh", "find", "mkdir", "ln", "rm", "readlink", "cat")) {
      sh("ln -s \"$(command -v \"$1\")\" \"$2\"", program, programs.toString());
    }
    try (Program parley =
        launch(Map.of("PATH", programs.toString(), "JAVA_HOME", System.getProperty("java.home")))) {
      List<String> errors = parley.errors();
      assertEquals(1, errors.size(), errors.toString());
      assertTrue(
          errors.getFirst().startsWith("parley: building needs Maven 3.8 or newer"),
          errors.toString());
      assertEquals(2, parley.exitCode());
    }
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    // In a separate tree, which claims that no JDK is new enough.
    sh("sed -i s/jdk_needed=25/jdk_needed=999/ \"$1/scripts/jdk.sh\"", clone.toString());
    try (Program parley = launch(Map.of())) {
      List<String> errors = parley.errors();
      assertEquals(1, errors.size(), errors.toString());
      assertTrue(
          errors.getFirst().startsWith("parley: needs a JDK 999 or newer and found none; install"),
          errors.toString());
      assertEquals(2, parley.exitCode());
    }
  }
}
