package dev.parley.bench.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The protocol of an attacked server's messages.
public enum Protocol {
  /// Lines over TCP, ended by LF.
  LINES,

  /// A big-endian length of 4 bytes, then the message, over TCP.
  LENGTHS,

  /// The same inside TLS 1.3.
  TLS,

  /// One message per datagram, over UDP.
  DATAGRAMS;

  /// Returns the bytes of a message on the wire, or inside TLS.
  byte[] frame(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
    return switch (this) {
      case LINES -> (message + "\n").getBytes(StandardCharsets.US_ASCII);
      case LENGTHS, TLS ->
          ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
      case DATAGRAMS -> bytes;
    };
  }
}
