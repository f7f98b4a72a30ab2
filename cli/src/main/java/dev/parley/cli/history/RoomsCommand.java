package dev.parley.cli.history;

import static dev.parley.cli.command.Declaration.flag;

import dev.parley.chat.history.LogState;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.io.JsonLine;
import dev.parley.cli.text.Texts;
import dev.parley.history.HistoryFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley history rooms`: lists the rooms, with the numbers of the messages that are kept. Works
/// while a server has the folder.
final class RoomsCommand implements Callable<Integer> {
  private final CommandSpec spec = Declaration.command("rooms", this);
  private final DataOption folder = new DataOption();
  private boolean isPrivateToo;
  private boolean isJson;

  CommandSpec spec() {
    folder.declare(spec);
    spec.addOption(flag(isSet -> isPrivateToo = isSet, "--private").build());
    return spec.addOption(flag(isSet -> isJson = isSet, "--json").build());
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (LogState room : rooms()) {
      if (isPrivateToo || !RoomKey.isPrivate(room.room())) {
        out.println(isJson ? json(room) : line(room));
      }
    }
    out.flush();
    return ExitCode.FINE;
  }

  private List<LogState> rooms() {
    try {
      return HistoryFiles.rooms(folder.path());
    } catch (IOException e) {
      throw folder.failure(e);
    }
  }

  private static String line(LogState room) {
    String name = RoomKey.shown(room.room());
    return room.last() < room.first()
        ? Texts.text("history.room-empty", name)
        : Texts.text("history.room", name, room.first(), room.last());
  }

  private static String json(LogState room) {
    return JsonLine.of(json -> {
      json.writeStringField("kind", "room");
      json.writeStringField("room", room.room());
      json.writeStringField("epoch", room.epoch());
      json.writeNumberField("first", room.first());
      json.writeNumberField("last", room.last());
    });
  }
}
