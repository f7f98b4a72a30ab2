package dev.parley.bench.rooms;

import com.google.errorprone.annotations.Immutable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What differs between contenders: how a connection enters a room and speaks in it, and where the
/// pieces of what the server sends begin and end. Everything else, the connections, the threads,
/// the reads and the counting, is the same for all. Without state; safe for any thread.
@Immutable
public interface ChatDialect {
  /// The bytes of a delivery behind its text, in every dialect: `\r\n`, or `"}`.
  int BEHIND_TEXT = 2;

  /// Returns what a connection sends first.
  ///
  /// @param listens true if it is to receive what others say; where nobody can speak without
  ///   listening, it receives that all the same
  byte[] entry(String room, boolean listens);

  /// Returns what says a text in a room.
  ///
  /// @param number another for each text of a room
  byte[] saying(String room, long number, byte[] text);

  /// Returns what a connection sends last; it is closed then.
  byte[] leaving();

  /// Returns what answers a [Piece#PING].
  byte[] pong();

  /// Finds the next piece and moves the position behind it; leaves it for [Piece#PARTIAL].
  ///
  /// @throws IOException if the server has refused something, or speaks another language
  Piece next(ByteBuffer bytes) throws IOException;
}
