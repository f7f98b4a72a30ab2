package dev.parley.reload;

import dev.parley.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A snapshot of a file's metadata: equal snapshots mean that the file has not changed in between.
/// A value. Follows links.
///
/// A program can set a file's size and modification time, but not the time of its last change of
/// any kind (`ctime`), which a rename or a `chmod` advances too. Where there is no `ctime`, or
/// where the file system counts whole seconds, a digest of the content is part of the snapshot, up
/// to [#MAX_DIGESTED_BYTES].
///
/// @param why the reason for `UNREADABLE`, null otherwise
/// @param mode type and permissions as POSIX numbers them; 0 if there are none
record FileMark(
    State state,
    long size,
    @Nullable FileTime modified,
    @Nullable FileTime changed,
    @Nullable Object identity,
    int mode,
    @Nullable String digest,
    @Nullable Problem why) {
  static final int MAX_DIGESTED_BYTES = 1 << 16;

  private static final String UNIX = "unix:size,lastModifiedTime,ctime,ino,dev,mode,isRegularFile";

  enum State {
    MISSING,
    UNREADABLE,
    OTHER,
    REGULAR
  }

  /// Takes a snapshot of a file. Blocks.
  static FileMark of(Path file) {
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? unix(file)
          : basic(file);
    } catch (NoSuchFileException e) {
      return without(State.MISSING, null);
    } catch (IOException e) {
      return without(State.UNREADABLE, FileErrors.ofReadingAny(e));
    }
  }

  private static FileMark without(State state, @Nullable Problem why) {
    return new FileMark(state, 0, null, null, null, 0, null, why);
  }

  private static FileMark unix(Path file) throws IOException {
    Map<String, Object> found = Files.readAttributes(file, UNIX);
    boolean isRegular = (Boolean) Objects.requireNonNull(found.get("isRegularFile"));
    long size = (Long) Objects.requireNonNull(found.get("size"));
    FileTime changed = (FileTime) Objects.requireNonNull(found.get("ctime"));
    return new FileMark(
        isRegular ? State.REGULAR : State.OTHER,
        size,
        (FileTime) found.get("lastModifiedTime"),
        changed,
        found.get("dev") + ":" + found.get("ino"),
        (Integer) Objects.requireNonNull(found.get("mode")),
        isRegular && isCoarse(changed) ? digest(file, size) : null,
        null);
  }

  private static FileMark basic(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileMark(
        found.isRegularFile() ? State.REGULAR : State.OTHER,
        found.size(),
        found.lastModifiedTime(),
        null,
        found.fileKey(),
        0,
        found.isRegularFile() ? digest(file, found.size()) : null,
        null);
  }

  /// True if the time has no fraction of a second, so that a second change within it could have the
  /// same time.
  static boolean isCoarse(FileTime changed) {
    return changed.to(TimeUnit.NANOSECONDS) % TimeUnit.SECONDS.toNanos(1) == 0;
  }

  /// Returns null for a large file, and for one that cannot be read; reading it later reports that.
  static @Nullable String digest(Path file, long size) {
    if (size > MAX_DIGESTED_BYTES) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(in.readNBytes(MAX_DIGESTED_BYTES + 1)));
    } catch (IOException e) {
      return null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// True if there is no file, or an empty one.
  boolean isGone() {
    return state == State.MISSING || (state == State.REGULAR && size == 0);
  }

  /// True if users other than the owner can read it.
  boolean isExposed() {
    return state == State.REGULAR && FilePermissions.isExposed(mode);
  }

  /// Omits the digest, which is that of a secret.
  @Override
  public String toString() {
    return "FileMark[" + state + ", " + size + " bytes, " + changed + "]";
  }
}
