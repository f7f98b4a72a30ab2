package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Builds the launcher of this source tree before the tests of a class start it: if its jars have
/// not been built yet, its first start builds them, which takes longer than a test may.
final class BuiltLauncher implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Process build =
        new ProcessBuilder(DocumentedCommands.ROOT.resolve("parley").toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, build.waitFor());
  }
}
