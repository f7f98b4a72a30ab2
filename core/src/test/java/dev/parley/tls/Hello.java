package dev.parley.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hand-made ClientHello, byte by byte.
public final class Hello {
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;

  private int sessionId = 32;
  private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();

  /// A hello without extensions.
  public Hello() {}

  public Hello withSessionId(int length) {
    sessionId = length;
    return this;
  }

  public Hello with(int extension, byte[] content) {
    extensions.writeBytes(number(extension, 2));
    extensions.writeBytes(vector(2, content));
    return this;
  }

  public Hello asking(String host) {
    return with(SERVER_NAME, list(entry(HOST_NAME, host)));
  }

  /// Returns an entry of the list in `server_name`.
  public static byte[] entry(int kind, String name) {
    return joined(number(kind, 1), vector(2, name.getBytes(ISO_8859_1)));
  }

  /// Returns the content of `server_name`.
  public static byte[] list(byte[]... entries) {
    return vector(2, joined(entries));
  }

  public byte[] message() {
    byte[] hello =
        joined(
            new byte[] {3, 3},
            new byte[32],
            vector(1, new byte[sessionId]),
            vector(2, new byte[] {0x13, 1, 0x13, 3}),
            vector(1, new byte[1]),
            vector(2, extensions.toByteArray()));
    return joined(number(1, 1), vector(3, hello));
  }

  /// Returns a hello with no extensions block at all.
  public static byte[] withoutExtensions() {
    byte[] hello =
        joined(
            new byte[34], vector(1, new byte[0]), vector(2, new byte[2]), vector(1, new byte[1]));
    return joined(number(1, 1), vector(3, hello));
  }

  public static byte[] record(int type, byte[] fragment) {
    return joined(new byte[] {(byte) type, 3, 1}, vector(2, fragment));
  }

  /// Returns the requested name of a message that arrives in records with these fragments.
  public static @Nullable String asked(List<byte[]> fragments) {
    RequestedHost requested = new RequestedHost();
    for (byte[] fragment : fragments) {
      // In the middle of other bytes, as in a reused buffer.
      byte[] record = record(22, fragment);
      ByteBuffer room = ByteBuffer.allocate(record.length + 9).put(3, record);
      room.position(3).limit(3 + record.length);
      requested.look(room);
      if (room.position() != 3 || room.limit() != 3 + record.length) {
        throw new AssertionError("the record is the engine's");
      }
    }
    return requested.name();
  }

  public static @Nullable String asked(byte[] message) {
    return asked(List.of(message));
  }

  private static byte[] vector(int lengthLength, byte[] content) {
    return joined(number(content.length, lengthLength), content);
  }

  private static byte[] number(int number, int bytes) {
    byte[] big = ByteBuffer.allocate(4).putInt(number).array();
    return Arrays.copyOfRange(big, 4 - bytes, 4);
  }

  public static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    List.of(parts).forEach(joined::writeBytes);
    return joined.toByteArray();
  }
}
