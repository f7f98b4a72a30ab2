package dev.parley.reload;

import dev.parley.problem.FileProblem;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// The result of reading a file. Prints no content.
public sealed interface FileNews {
  /// The file's content.
  ///
  /// @param bytes the whole file, or one byte more than the requested maximum; wiped after use
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(byte[] bytes) implements FileNews {
    /// Prints only the length.
    @Override
    public String toString() {
      return "Content[" + bytes.length + " bytes]";
    }
  }

  /// The file is empty or has only white space.
  record Empty() implements FileNews {}

  /// There is no such file.
  record Missing() implements FileNews {}

  /// The file exists but cannot be read, or is not read because other users can write to it; `why`
  /// follows its name.
  record Unreadable(Problem why) implements FileNews {}

  /// Reads a file. Blocks.
  ///
  /// @param most the maximum size of such a file; of a larger one, one byte more is read
  static FileNews read(Path file, int most) {
    try {
      return read(file, FileMark.of(file), most);
    } catch (IOException e) {
      return new Unreadable(FileErrors.ofReadingAny(e));
    }
  }

  /// Like [#read(Path, int)], for a file with this snapshot.
  private static FileNews read(Path file, FileMark mark, int most) throws IOException {
    return switch (mark.state()) {
      case MISSING -> new Missing();
      case UNREADABLE -> new Unreadable(Objects.requireNonNull(mark.why()));
      case OTHER ->
          new Unreadable(Problem.of(FileProblem.NOT_A_REGULAR_FILE)); // opening a pipe would block
      case REGULAR -> {
        Problem writers = Writers.of(file);
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
}
