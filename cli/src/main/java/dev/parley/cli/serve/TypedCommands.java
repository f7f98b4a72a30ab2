package dev.parley.cli.serve;

import dev.parley.chat.Console;
import dev.parley.services.Operator;

/// Takes the lines that the person at the server's terminal types.
interface TypedCommands {
  /// Does what a line says, which is not empty.
  ///
  /// @return true if the person wants the server to end
  boolean isQuit(String line);

  /// Nobody will type any more.
  void inputEnded();

  /// Returns those of an operator.
  static TypedCommands of(Operator operator) {
    return new TypedCommands() {
      @Override
      public boolean isQuit(String line) {
        return operator.command(line) == Operator.Result.QUIT;
      }

      @Override
      public void inputEnded() {
        operator.inputEnded();
      }
    };
  }

  /// Returns those of a member of the rooms, whose `/quit` ends the server.
  static TypedCommands of(Console member) {
    return new TypedCommands() {
      @Override
      public boolean isQuit(String line) {
        boolean isQuit = line.strip().equals("/quit");
        if (!isQuit) {
          member.line(line);
        }
        return isQuit;
      }

      @Override
      public void inputEnded() {
        member.close();
      }
    };
  }
}
