package dev.parley.cli;

import dev.parley.cli.RawServer.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A running [FullMemoryProgram] with little memory, and the connection that controls it.
record FullMemoryRun(Program program, Peer control) implements AutoCloseable {
  /// Starts `parley` with these arguments.
  static FullMemoryRun start(String... arguments) throws IOException {
    return startUnder(List.of(), arguments);
  }

  /// Same as [#start], run by an outer command that takes the command line as its last arguments.
  static FullMemoryRun startUnder(List<String> outer, String... arguments) throws IOException {
    try (RawServer listener = RawServer.open()) {
      List<String> command = new ArrayList<>(outer);
      command.addAll(
          Program.command(
              FullMemoryProgram.class,
              List.of(
                  "-Xmx32m",
                  "-Dcontrol.port=" + listener.port(),
                  "--patch-module=dev.parley.cli="
                      + Path.of("target", "test-classes").toAbsolutePath()),
              arguments));
      Program program = Program.start(Map.of(), command);
      try {
        return new FullMemoryRun(program, listener.accept());
      } catch (IOException e) {
        program.close();
        throw e;
      }
    }
  }

  /// Sends one of [FullMemoryProgram]'s orders.
  void order(char wish) throws IOException {
    var _ = control.send(new byte[] {(byte) wish});
  }

  /// Waits until an order is done.
  void awaitDone() throws IOException {
    var _ = control.receive(1);
  }

  @Override
  public void close() {
    try {
      control.close();
    } catch (IOException e) {
      // The process closed the connection first.
    }
    program.close();
  }
}
