package dev.parley.bench;

import dev.parley.bench.codec.CodecBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the framings under JMH, in separate processes with the options of all contenders.
final class Codecs {
  private Codecs() {}

  /// Measures for minutes, prints JMH's table, writes its figures to `result`, one per line.
  static void run(Path result) throws IOException {
    try {
      var _ =
          new Runner(
                  new OptionsBuilder()
                      .include(CodecBenchmark.class.getName())
                      .jvmArgs(Program.JVM_OPTIONS.toArray(String[]::new))
                      .resultFormat(ResultFormatType.CSV)
                      .result(result.toString())
                      .build())
              .run();
    } catch (RunnerException e) {
      throw new IOException("JMH: " + e.getMessage(), e);
    }
  }
}
