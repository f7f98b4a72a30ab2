package dev.parley.cli.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads an input line by line, as bytes. Lines end in LF or CR LF, which is stripped; a last line
/// without a line end counts.
///
/// Holds one line at a time, and no more than `maxBytes` of a line that is too long, so that an
/// input of any size passes. Confined to one thread, which blocks as long as the input does.
public final class InputLines {
  private static final int CHUNK_BYTES = 1 << 16;

  /// A line.
  ///
  /// @param number counted from 1
  /// @param isCut true if the line was longer than allowed; `bytes` is then its beginning
  @SuppressWarnings("ArrayRecordComponent") // handed over to one reader, never compared
  public record Line(byte[] bytes, long number, boolean isCut) {}

  private final InputStream in;
  private final int maxBytes;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int next;
  private int end;
  private long number;

  // The line being assembled.
  private byte[] line = new byte[128];
  private int length;
  private boolean isCut;

  /// Creates a reader of lines.
  ///
  /// @param maxBytes the maximum length of a line, without its line end
  public InputLines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /// Returns the next line, or null at the end of the input.
  public @Nullable Line next() throws IOException {
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

  /// True if part of a line has been read but not its end.
  public boolean hasPart() {
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

  /// Adds the chunk's bytes from `next` to `until`. Keeps one byte more than allowed, because it
  /// may be the CR of the line end.
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
