package dev.parley.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What `--version` says: the version, the commit that it was built from, and what it runs on. No
/// time of the build, so that the same sources make the same jars.
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

  /// The version that Maven wrote into the module descriptor.
  private static String version() {
    return BuildInfo.class.getModule().getDescriptor().rawVersion().orElse("unknown");
  }

  /// The commit that the build wrote into the jar: `unknown` where it was built without git, with
  /// `-dirty` behind it where files differed from it.
  private static String commit() {
    Properties build = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("commit", "unknown");
  }
}
