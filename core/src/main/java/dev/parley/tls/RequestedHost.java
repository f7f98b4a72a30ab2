package dev.parley.tls;

import dev.parley.internal.buffer.BufferCopy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A parser for the host name that a client requests in its ClientHello (SNI, RFC 6066 §3). We
/// parse it ourselves since JSSE accepts no name with an underscore or a trailing dot.
///
/// ```
///   1    3                                                     message (RFC 8446 §4), in one or more
/// ┌────┬───┬─────────────────────────────────────────────────┐ records (§5.1)
/// │ 01 │ n │ ClientHello                                     │
/// └────┴───┴─────────────────────────────────────────────────┘
///   2         32       1 + n        2 + n           1 + n         2 + n   ClientHello (§4.1.2)
/// ┌─────────┬────────┬────────────┬───────────────┬─────────────┬────────────┐
/// │ version │ random │ session ID │ cipher suites │ compression │ extensions │
/// └─────────┴────────┴────────────┴───────────────┴─────────────┴────────────┘
///   2      2   2   1      2                  server_name: a list, in which type 00 is a host name
/// ┌──────┬───┬───┬──────┬───┬──────┐
/// │ 0000 │ n │ n │ type │ n │ name │
/// └──────┴───┴───┴──────┴───┴──────┘
/// ```
///
/// A malformed or too long hello, or one without such a name, has no name here; JSSE decides
/// whether to reject it. Of two hellos (§4.1.4) the first counts. Confined to one thread.
final class RequestedHost {
  private static final int RECORD_HEADER_LENGTH = 5;
  private static final byte HANDSHAKE = 22;

  private static final int MESSAGE_HEADER_LENGTH = 4;
  private static final byte CLIENT_HELLO = 1;

  /// The longest message that JSSE accepts, unless a property says otherwise.
  private static final int MAX_MESSAGE = MESSAGE_HEADER_LENGTH + (1 << 15);

  private static final int VERSION_AND_RANDOM = 2 + 32;
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;

  /// RFC 1035 §2.3.4, plus a trailing dot.
  private static final int MAX_NAME = 255;

  /// The received part of an incomplete message; null if there is none.
  private @Nullable ByteBuffer begun;

  private @Nullable String name;
  private boolean isRead;

  /// Inspects the next received record; does not move its position.
  ///
  /// @param record a complete one
  void look(ByteBuffer record) {
    if (isRead) {
      return;
    }
    if (record.get(record.position()) != HANDSHAKE) {
      isRead = true;
      begun = null;
      return;
    }
    ByteBuffer fragment = record.slice(record.position(), record.remaining());
    fragment.position(RECORD_HEADER_LENGTH);
    ByteBuffer part = begun;
    if (part == null) {
      read(fragment);
    } else {
      int bytes = Math.min(fragment.remaining(), MAX_MESSAGE - part.position());
      part = BufferCopy.grown(part, part.position() + bytes, MAX_MESSAGE);
      BufferCopy.move(fragment, bytes, part);
      begun = part;
      read(part.duplicate().flip());
    }
    if (isRead) {
      begun = null;
    } else if (begun == null) {
      begun = ByteBuffer.allocate(fragment.remaining()).put(fragment);
    }
  }

  /// Returns the name as the client wrote it; null if there is none, or not yet.
  @Nullable String name() {
    return name;
  }

  /// Parses the message if it is complete.
  ///
  /// @param message its bytes; the position moves only if it is complete
  private void read(ByteBuffer message) {
    if (message.remaining() < MESSAGE_HEADER_LENGTH) {
      return;
    }
    int header = message.getInt(message.position());
    int length = MESSAGE_HEADER_LENGTH + (header & 0xff_ffff);
    if (header >>> 24 != CLIENT_HELLO || length > MAX_MESSAGE) {
      isRead = true;
    } else if (message.remaining() >= length) {
      isRead = true;
      int body = message.position() + MESSAGE_HEADER_LENGTH;
      name = inHello(message.slice(body, length - MESSAGE_HEADER_LENGTH));
    }
  }

  private static @Nullable String inHello(ByteBuffer hello) {
    if (hello.remaining() < VERSION_AND_RANDOM) {
      return null;
    }
    hello.position(VERSION_AND_RANDOM);
    ByteBuffer sessionId = vector(hello, 1);
    ByteBuffer suites = vector(hello, 2);
    ByteBuffer compression = vector(hello, 1);
    ByteBuffer extensions = vector(hello, 2);
    if (sessionId == null
        || suites == null
        || compression == null
        || !compression.hasRemaining()
        || extensions == null
        || hello.hasRemaining()) {
      return null;
    }
    ByteBuffer names = only(extensions, SERVER_NAME, 2);
    ByteBuffer list = names == null ? null : vector(names, 2);
    if (names == null || list == null || names.hasRemaining()) {
      return null;
    }
    ByteBuffer host = only(list, HOST_NAME, 1);
    return host == null ? null : host(host);
  }

  /// Returns the single entry of this kind in a list of kinds and vectors; null if there is not
  /// exactly one, or the list is malformed.
  ///
  /// @param kindLength the length of the kind, in bytes: 1 or 2
  private static @Nullable ByteBuffer only(ByteBuffer list, int wanted, int kindLength) {
    ByteBuffer found = null;
    while (list.hasRemaining()) {
      if (list.remaining() < kindLength) {
        return null;
      }
      int kind = number(list, kindLength);
      ByteBuffer content = vector(list, 2);
      if (content == null || (kind == wanted && found != null)) {
        return null;
      }
      found = kind == wanted ? content : found;
    }
    return found;
  }

  /// Returns the content of a length-prefixed vector; null if it is incomplete.
  ///
  /// @param lengthLength the length of the prefix, in bytes: 1 or 2
  private static @Nullable ByteBuffer vector(ByteBuffer in, int lengthLength) {
    if (in.remaining() < lengthLength) {
      return null;
    }
    int length = number(in, lengthLength);
    if (in.remaining() < length) {
      return null;
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }

  private static int number(ByteBuffer in, int bytes) {
    return bytes == 1 ? in.get() & 0xff : in.getChar();
  }

  private static @Nullable String host(ByteBuffer bytes) {
    if (!bytes.hasRemaining() || bytes.remaining() > MAX_NAME) {
      return null;
    }
    String host = StandardCharsets.ISO_8859_1.decode(bytes).toString();
    return host.chars().allMatch(RequestedHost::isOfName) ? host : null;
  }

  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
