package dev.parley.cli.secret;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.io.FreshFile;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.passwords.FollowedUsers;
import dev.parley.passwords.UsersFile;
import dev.parley.problem.FileProblem;
import dev.parley.problem.Problem;
import dev.parley.reload.FileErrors;
import dev.parley.reload.FilePermissions;
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
          Texts.problem(
              "key.cannot-read-users-make", name, ProblemTexts.sentence(FileErrors.ofReading(e))),
          e);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, Texts.problem("key.cannot-use-users", name, ProblemTexts.sentence(e)), e);
    }
  }

  /// Reads the file.
  ///
  /// @throws Failure if it cannot be used
  public static UsersFile read(Path file) {
    String name = Printable.line(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      return UsersFile.parse(in.readNBytes(UsersFile.MAX_BYTES + 1));
    } catch (IOException e) {
      String key =
          e instanceof NoSuchFileException ? "key.cannot-read-users-make" : "key.cannot-read-users";
      throw new Failure(ExitCode.USAGE, Texts.problem(key, name, FileFault.ofReading(e)), e);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, Texts.problem("key.cannot-use-users", name, ProblemTexts.sentence(e)), e);
    }
  }

  /// Checks whether the file can exist at this path, whether it does already or not.
  ///
  /// @throws Failure if it cannot
  public static void checkPlace(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    FileProblem fault = null;
    if (folder != null && !Files.exists(folder)) {
      fault = FileProblem.NO_DIRECTORY;
    } else if (Files.isDirectory(file)) {
      fault = FileProblem.IS_A_DIRECTORY;
    }
    if (fault != null) {
      throw Failure.usage(cannotWrite(file, ProblemTexts.sentence(Problem.of(fault))));
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
        FreshFile.beside(
            file, SUFFIX, FilePermissions.attributes(file, FilePermissions.OWNER_ALONE))) {
      fresh.write(change.apply(isThere ? read(file) : UsersFile.empty(Entropy.secure())).toBytes());
      fresh.replace();
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.NETWORK,
          Texts.problem("key.users-locked", Printable.line(String.valueOf(e.getFile()))),
          e);
    } catch (IOException e) {
      throw new Failure(ExitCode.NETWORK, cannotWrite(file, FileFault.ofWriting(e)), e);
    }
  }

  private static Problem cannotWrite(Path file, String why) {
    return Texts.problem("key.cannot-write-users", Printable.line(file.toString()), why);
  }
}
