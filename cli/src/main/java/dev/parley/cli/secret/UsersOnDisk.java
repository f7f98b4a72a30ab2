package dev.parley.cli.secret;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.io.FreshFile;
import dev.parley.passwords.FollowedUsers;
import dev.parley.passwords.UsersFile;
import dev.parley.secure.Entropy;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// The users file of a server: read by `serve`, changed by `passwd`.
public final class UsersOnDisk {
  /// The file with this suffix also serves as the lock between two changes.
  private static final String SUFFIX = ".new";

  private static final String MAKES_ONE = "; parley passwd FILE NAME makes one";

  private UsersOnDisk() {}

  /// Opens the file for a server that follows it.
  ///
  /// @throws Failure if it cannot be used
  public static FollowedUsers open(Path file) {
    String name = Printable.line(file.toString());
    try {
      return FollowedUsers.open(file, Entropy.secure());
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          "cannot read the users file "
              + name
              + ": "
              + Printable.line(String.valueOf(e.getMessage()))
              + MAKES_ONE,
          e);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, "the users file " + name + " cannot be used: " + e.getMessage(), e);
    }
  }

  /// Reads the file.
  ///
  /// @throws Failure if it cannot be used
  public static UsersFile read(Path file) {
    String name = Printable.line(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      return UsersFile.parse(in.readNBytes(UsersFile.MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.USAGE,
          "cannot read the users file " + name + ": there is no such file" + MAKES_ONE,
          e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE, "cannot read the users file " + name + ": " + FileFault.ofWriting(e), e);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, "the users file " + name + " cannot be used: " + e.getMessage(), e);
    }
  }

  /// Checks whether the file can exist at this path, whether it does already or not.
  ///
  /// @throws Failure if it cannot
  public static void checkPlace(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    String fault = null;
    if (folder != null && !Files.exists(folder)) {
      fault = "its directory does not exist";
    } else if (Files.isDirectory(file)) {
      fault = "is a directory";
    }
    if (fault != null) {
      throw Failure.usage(
          "cannot write the users file " + Printable.line(file.toString()) + ": " + fault);
    }
  }

  /// Replaces the file by a changed one atomically, so that a reader finds either the old or the
  /// new one. Creates it, for its owner alone, if it does not exist. Concurrent changes do not
  /// overwrite each other: the second is refused.
  ///
  /// @throws Failure if that is impossible; the file is then unchanged
  public static void change(Path file, UnaryOperator<UsersFile> change) {
    boolean isThere = Files.exists(file);
    try (FreshFile fresh =
        FreshFile.beside(file, SUFFIX, SecretFile.attributes(file, SecretFile.OWNER_ALONE))) {
      fresh.write(change.apply(isThere ? read(file) : UsersFile.empty(Entropy.secure())).toBytes());
      fresh.replace();
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.NETWORK,
          "the users file is being changed by somebody else; if that was cut short, delete "
              + Printable.line(String.valueOf(e.getFile())),
          e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NETWORK,
          "cannot write the users file "
              + Printable.line(file.toString())
              + ": "
              + FileFault.ofWriting(e),
          e);
    }
  }
}
