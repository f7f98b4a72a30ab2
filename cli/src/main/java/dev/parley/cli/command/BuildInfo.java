package dev.parley.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The output of `--version`: the version, the commit that it was built from, and the JDK and
/// system. It has no build time, so that the same sources make the same jars.
public final class BuildInfo implements IVersionProvider {
  private static final String FILE = "build.properties";

  @Override
  public String[] getVersion() {
    Runtime.Version java = Runtime.version();
    return new String[] {
      "parley %s (commit %s)".formatted(version(), commit()),
      "JDK %s (%s), %s %s %s"
          .formatted(
              java,
              System.getProperty("java.vendor"),
              System.getProperty("os.name"),
              System.getProperty("os.version"),
              System.getProperty("os.arch"))
    };
  }

  /// Returns the version that Maven wrote into the module descriptor.
  public static String version() {
    return BuildInfo.class.getModule().getDescriptor().rawVersion().orElse("unknown");
  }

  /// Returns the commit that the build wrote into the jar: `unknown` if it was built without git,
  /// with the suffix `-dirty` if files differed from the commit.
  private static String commit() {
    Properties build = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the command was built without its " + FILE);
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("commit", "unknown");
  }
}
