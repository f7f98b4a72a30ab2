package dev.parley.testing;

import dev.parley.frame.FramingProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// Providers of framings, schemes or services as others ship them, compiled when a test runs: a
/// module in a folder, which is also a folder for a class path.
public final class CompiledProvider {
  private CompiledProvider() {}

  /// Compiles providers of framings; see [#compile(Path, Class, String...)].
  public static void compile(Path folder, String... classes) throws IOException {
    compile(folder, FramingProvider.class, classes);
  }

  /// Compiles classes of the package `their.framings` into `folder`. Each is a provider with these
  /// members.
  ///
  /// @param service the interface that they implement
  /// @param classes for each class its name, and the source of its members
  public static void compile(Path folder, Class<?> service, String... classes) throws IOException {
    String required = String.valueOf(service.getModule().getName());
    Path source = Files.createDirectories(folder.resolve("source"));
    List<String> names = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < classes.length; i += 2) {
      names.add("their.framings." + classes[i]);
      Path file = source.resolve(classes[i] + ".java");
      files.add(file.toString());
      Files.writeString(
          file,
          "package their.framings; import dev.parley.frame.*; import dev.parley.layer.*;"
              + " import dev.parley.secure.*; import dev.parley.session.*; public class "
              + classes[i]
              + " implements "
              + service.getName()
              + " {"
              + classes[i + 1]
              + "}");
    }
    Path module = source.resolve("module-info.java");
    files.add(module.toString());
    Files.writeString(
        module,
        "module their.framings { requires "
            + required
            + "; provides "
            + service.getName()
            + " with "
            + String.join(",", names)
            + "; }");
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(services.resolve(service.getName()), names);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "-d",
                folder.toString()));
    arguments.addAll(files);
    StringWriter said = new StringWriter();
    try (PrintWriter out = new PrintWriter(said)) {
      int result =
          ToolProvider.findFirst("javac")
              .orElseThrow()
              .run(out, out, arguments.toArray(String[]::new));
      if (result != 0) {
        throw new IOException(said.toString());
      }
    }
  }
}
