package dev.parley.cli;

import dev.parley.frame.Printable;
import dev.parley.passwords.FollowedUsers;
import dev.parley.passwords.UsersFile;
import dev.parley.secure.Entropy;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.function.UnaryOperator;

/// The file of the people whom a server knows: opened by `serve`, changed by `passwd`.
final class UsersOnDisk {
  private static final String MAKES_ONE = "; parley passwd FILE NAME makes one";

  private UsersOnDisk() {}

  /// The people of this file, for a server that follows it.
  ///
  /// @throws Failure if it cannot be used
  static FollowedUsers open(Path file) {
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
  static UsersFile read(Path file) {
    String name = Printable.line(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      return UsersFile.parse(in.readNBytes(UsersFile.MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.USAGE,
          "cannot read the users file " + name + ": there is no such file" + MAKES_ONE,
          e);
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, "cannot read the users file " + name + ": " + why(e), e);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, "the users file " + name + " cannot be used: " + e.getMessage(), e);
    }
  }

  /// Puts a changed file in the place of this one, at once, so that whoever reads it finds the old
  /// or the new one. Makes it, for its owner alone, if it is not there. Two changes at the same
  /// time do not lose each other: the second is refused.
  ///
  /// @throws Failure if that cannot be; then the file is as it was
  static void change(Path file, UnaryOperator<UsersFile> change) {
    boolean isTaken = false;
    Path fresh = null;
    try {
      boolean isThere = Files.exists(file);
      Path real = isThere ? file.toRealPath() : file.toAbsolutePath();
      fresh = real.resolveSibling(real.getFileName() + ".new");
      Files.createFile(fresh, SecretFile.attributes(fresh, SecretFile.OWNER_ALONE));
      isTaken = true;
      UsersFile changed = change.apply(isThere ? read(real) : UsersFile.empty(Entropy.secure()));
      write(fresh, changed.toBytes());
      if (isThere) {
        keepAttributes(real, fresh);
      }
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      isTaken = false;
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.NETWORK,
          "the users file is being changed by somebody else; if that was cut short, delete "
              + Printable.line(String.valueOf(fresh)),
          e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NETWORK,
          "cannot write the users file " + Printable.line(file.toString()) + ": " + why(e),
          e);
    } finally {
      if (isTaken && fresh != null) {
        remove(fresh);
      }
    }
  }

  private static void write(Path fresh, byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  /// A server that reads the file as a member of its group must still be able to.
  private static void keepAttributes(Path old, Path fresh) throws IOException {
    PosixFileAttributeView of = Files.getFileAttributeView(old, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (of == null || to == null) {
      return;
    }
    PosixFileAttributes were = of.readAttributes();
    PosixFileAttributes are = to.readAttributes();
    if (!were.owner().equals(are.owner())) {
      to.setOwner(were.owner());
    }
    if (!were.group().equals(are.group())) {
      to.setGroup(were.group());
    }
    to.setPermissions(were.permissions());
  }

  private static void remove(Path fresh) {
    try {
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      // What went wrong before is told.
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "its folder does not exist";
      case AccessDeniedException _ -> "permission denied";
      default -> Printable.line(String.valueOf(e.getMessage()));
    };
  }
}
