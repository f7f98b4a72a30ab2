package dev.parley.cli.connect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lines of an input, as bytes: each ends in LF or CR LF, which are not part of it; a last one
/// without an end counts.
///
/// Holds one line at a time, and of one that is too long no more than `maxBytes`, so that an input
/// of any size passes. Confined to one thread, which blocks as long as the input does.
final class InputLines {
  private static final int CHUNK_BYTES = 1 << 16;

  /// A line.
  ///
  /// @param number counted from 1
  /// @param isCut true if it was longer than allowed; `bytes` then is its beginning
  @SuppressWarnings("ArrayRecordComponent") // handed over to one reader, never compared
  record Line(byte[] bytes, long number, boolean isCut) {}

  private final InputStream in;
  private final int maxBytes;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int next;
  private int end;
  private long number;

  // The line that is being put together.
  private byte[] line = new byte[128];
  private int length;
  private boolean isCut;

  /// @param maxBytes the most bytes of a line without its end
  InputLines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /// The next line, null at the end of the input.
  @Nullable Line next() throws IOException {
    length = 0;
    isCut = false;
    boolean isBegun = false;
    while (true) {
      if (next == end) {
        next = 0;
        end = Math.max(in.read(chunk, 0, chunk.length), 0);
        if (end == 0) {
          return isBegun ? finished(false) : null;
        }
      }
      isBegun = true;
      int newline = indexOfNewline();
      if (newline >= 0) {
        add(newline);
        next = newline + 1;
        return finished(true);
      }
      add(end);
      next = end;
    }
  }

  /// True if a part of a line has been read whose end has not come yet.
  boolean hasPart() {
    return length > 0;
  }

  private int indexOfNewline() {
    for (int i = next; i < end; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /// Adds the chunk's bytes from `next` to `until`. One byte more than allowed is kept, for it may
  /// be the CR of the line's end.
  private void add(int until) {
    int fresh = until - next;
    int most = maxBytes + 1;
    if (fresh > most - length) {
      isCut = true;
      fresh = most - length;
    }
    if (line.length < length + fresh) {
      line = Arrays.copyOf(line, (int) Math.min(Math.max(2L * line.length, length + fresh), most));
    }
    System.arraycopy(chunk, next, line, length, fresh);
    length += fresh;
  }

  private Line finished(boolean hasEnd) {
    if (hasEnd && !isCut && length > 0 && line[length - 1] == '\r') {
      length--;
    }
    if (length > maxBytes) {
      isCut = true;
      length = maxBytes;
    }
    number++;
    return new Line(Arrays.copyOf(line, length), number, isCut);
  }
}
