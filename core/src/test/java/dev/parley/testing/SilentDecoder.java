package dev.parley.testing;

import dev.parley.frame.Decoder;
import dev.parley.frame.Message;
import java.nio.ByteBuffer;

/// A decoder that never finds a message: it waits for more bytes, whatever has come.
///
/// @param maxFrameBytes what it says a frame may have; not checked
public record SilentDecoder(int maxFrameBytes) implements Decoder {
  @Override
  public boolean decode(ByteBuffer in, Message view) {
    return false;
  }
}
