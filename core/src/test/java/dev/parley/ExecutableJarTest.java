package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Message;
import dev.parley.testing.ScriptedPeer;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the manifest of an application gives it, without any option of the JVM: started as users
/// start it, with `java -jar`.
final class ExecutableJarTest {
  @TempDir Path directory;

  /// Serves one peer by a conversation on its loop, and prints where that has run.
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      try (Server server =
              Server.builder()
                  .listen("tcp://127.0.0.1:0")
                  .handler(
                      Conversations.handlerOnLoop(talk -> {
                        for (Message _ : talk) {
                          // The text of a virtual thread names its carrier.
                          talk.send(Thread.currentThread().toString().replaceAll(".*@|\\d", ""));
                        }
                      }))
                  .start();
          ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send("在哪里？\n");
        peer.endOutput();
        System.out.print(Conversations.canRunOnLoops() + " " + peer.readAllText());
      }
    }
  }

  private String run(String opens) throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Program.class.getName());
    main.put(Attributes.Name.CLASS_PATH, classPath());
    if (!opens.isEmpty()) {
      main.putValue("Add-Opens", opens);
    }
    Path jar = directory.resolve("application.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-jar", jar.toString())
            .redirectErrorStream(true)
            .start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  /// Returns the folders of the library and of the tests, wherever the build has put them, as a
  /// manifest has them.
  private static String classPath() throws URISyntaxException {
    Set<URI> folders = new TreeSet<>();
    for (Class<?> type : List.of(Server.class, ExecutableJarTest.class)) {
      Path folder = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (String sibling : List.of(folder.getFileName().toString(), "classes", "test-classes")) {
        if (Files.isDirectory(folder.resolveSibling(sibling))) {
          folders.add(folder.resolveSibling(sibling).toUri());
        }
      }
    }
    return String.join(" ", folders.stream().map(URI::toString).toList());
  }

  @Test
  void addOpensInTheManifestPutsConversationsOnTheirLoop() throws Exception {
    assertEquals("true parley-loop-\n", run("java.base/java.lang"));
  }

  @Test
  void withoutItTheyRunOnTheThreadsOfTheJdk() throws Exception {
    assertEquals("false ForkJoinPool--worker-\n", run(""));
  }
}
