package dev.parley.cli.history;

import dev.parley.chat.protocol.Command;
import dev.parley.chat.protocol.CommandLine;
import dev.parley.cli.text.Texts;
import dev.parley.text.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts a point in time on the command line: as people write it for `/history before` in a room
/// (`14:30`, `2026-11-21`, `2026-11-21 14:30`, in the time zone of this machine), or as exported
/// lines have it (`2026-11-21T14:30:00.000Z`).
///
/// @param now what `14:30` lies before
record TimeArgument(Instant now, ZoneId zone) implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      if (CommandLine.parse("/history before " + text, now, zone)
              instanceof CommandLine.Run(Command.History(int _, long _, Instant time))
          && time != null) {
        return time;
      }
      throw new TypeConversionException(Texts.text("history.no-time", Printable.line(text)));
    }
  }
}
