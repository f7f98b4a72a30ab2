package dev.parley.cli.history;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history`: a command for each thing that can be done to a folder of messages.
public final class HistoryCommand implements Callable<Integer> {
  private final CommandSpec spec = Declaration.command("history", this);

  /// Returns the command's picocli declaration, with those of its commands.
  public CommandSpec spec() {
    return spec.addSubcommand("search", new SearchCommand().spec())
        .addSubcommand("rooms", new RoomsCommand().spec())
        .addSubcommand("export", new ExportCommand().spec())
        .addSubcommand("import", new ImportCommand().spec())
        .addSubcommand("backup", new BackupCommand().spec())
        .addSubcommand("verify", new VerifyCommand().spec())
        .addSubcommand("purge", new PurgeCommand().spec());
  }

  /// Shows the help: nothing says what to do.
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
