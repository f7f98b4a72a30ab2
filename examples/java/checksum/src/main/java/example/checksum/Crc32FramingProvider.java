package example.checksum;

import dev.parley.frame.Framing;
import dev.parley.frame.FramingProvider;

/// Makes the framing known by its name, to `Framing.parse` and to `parley serve --framing crc32`.
public record Crc32FramingProvider() implements FramingProvider {
  static final String NAME = "crc32";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Framing parse(String arguments) {
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException(NAME + " takes nothing behind a colon");
    }
    return new Crc32Framing();
  }

  @Override
  public String help() {
    return "crc32: a magic, a length of 3 bytes, the bytes, their CRC-32";
  }
}
