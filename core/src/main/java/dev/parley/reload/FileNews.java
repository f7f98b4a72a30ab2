package dev.parley.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;

/// What was found in the place of a file. Prints no content.
public sealed interface FileNews {
  /// It can be read.
  ///
  /// @param bytes all of it, or one byte more than was asked for; wiped once it was taken
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Content(byte[] bytes) implements FileNews {
    /// The length alone.
    @Override
    public String toString() {
      return "Content[" + bytes.length + " bytes]";
    }
  }

  /// It has no bytes, or only white space.
  record Empty() implements FileNews {}

  /// There is no such file.
  record Missing() implements FileNews {}

  /// It is there and cannot be read, or is not read since others may write to it; `why` is a
  /// sentence.
  record Unreadable(String why) implements FileNews {}

  /// Reads a file. Blocks.
  ///
  /// @param most bytes that such a file has; of a larger one, one more is read
  static FileNews read(Path file, int most) {
    try {
      return read(file, FileMark.of(file), most);
    } catch (IOException e) {
      return new Unreadable(why(e));
    }
  }

  /// As [#read(Path, int)], of a file that looked like this.
  private static FileNews read(Path file, FileMark mark, int most) throws IOException {
    return switch (mark.state()) {
      case MISSING -> new Missing();
      case UNREADABLE -> new Unreadable(mark.why());
      case OTHER -> new Unreadable("it is no regular file"); // to open a pipe would block
      case REGULAR -> {
        String writers = Writers.of(file);
        if (writers != null) {
          yield new Unreadable(writers);
        }
        byte[] room = new byte[(int) Math.min(mark.size() + 1, (long) most + 1)];
        try (InputStream in = Files.newInputStream(file)) {
          byte[] all = Arrays.copyOf(room, in.readNBytes(room, 0, room.length));
          yield isBlank(all) ? new Empty() : new Content(all);
        } finally {
          Arrays.fill(room, (byte) 0);
        }
      }
    };
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte one : bytes) {
      if (one != ' ' && one != '\n' && one != '\r' && one != '\t') {
        return false;
      }
    }
    return true;
  }

  /// A sentence for people. The JDK's exceptions for these say the file's name and no more.
  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case NotDirectoryException _ -> "it is no folder";
      case AccessDeniedException _ -> "this user may not read it";
      default -> String.valueOf(e.getMessage());
    };
  }
}
