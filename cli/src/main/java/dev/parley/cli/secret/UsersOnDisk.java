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

/// The file of the people whom a server knows: opened by `serve`, changed by `passwd`.
public final class UsersOnDisk {
  /// The file of this name is also what keeps two changes apart.
  private static final String SUFFIX = ".new";

  private static final String MAKES_ONE = "; parley passwd FILE NAME makes one";

  private UsersOnDisk() {}

  /// The people of this file, for a server that follows it.
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

  /// What the file holds.
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

  /// Looks whether a file can be here at all, there already or not.
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

  /// Puts a changed file in the place of this one, at once, so that a reader finds the old or the
  /// new one. Makes it, for its owner alone, if it is not there. Two changes at the same time do
  /// not lose each other: the second is refused.
  ///
  /// @throws Failure if that cannot be; then the file is as it was
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
