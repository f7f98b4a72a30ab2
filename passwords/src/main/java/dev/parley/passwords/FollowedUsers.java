package dev.parley.passwords;

import dev.parley.problem.FileProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.FileKind;
import dev.parley.reload.FileNews;
import dev.parley.reload.Followed;
import dev.parley.reload.Taken;
import dev.parley.secure.Entropy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;

/// The users in a users file on disk. A server that follows it updates [#users] when the file
/// changes.
///
/// ```java
/// FollowedUsers people = FollowedUsers.open(Path.of("users"), Entropy.secure());
/// Server.builder().security(Scram.server(people.users(), …)).follow(people) …
/// ```
///
/// A user who is removed from the file is logged out. So is one whose password was changed: to the
/// server that is a removed user and a new one with the same name. A missing or empty file has no
/// users; if a file cannot be used, its last good content stays in effect.
public final class FollowedUsers implements Followed {
  private static final UsersFile NOBODY = UsersFile.parse(new byte[0]);

  private final Path file;
  private final Users users;

  // Confined to the thread that calls take.
  private UsersFile content;
  private Map<Path, Problem> fault = Map.of();

  private FollowedUsers(Path file, UsersFile content, Entropy entropy) {
    this.file = file;
    this.content = content;
    this.users = Users.of(content, entropy);
  }

  /// Reads the file. Blocks on disk I/O.
  ///
  /// @param entropy for the secret that a file may lack
  /// @throws IOException if there is no such file, or it cannot be read; the problem follows the
  ///   file's name
  /// @throws InvalidValueException as [UsersFile#parse]
  public static FollowedUsers open(Path file, Entropy entropy) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(entropy, "entropy");
    UsersFile content =
        switch (FileNews.read(file, UsersFile.MAX_BYTES)) {
          case FileNews.Content(byte[] bytes) -> UsersFile.parse(bytes);
          case FileNews.Empty _ -> NOBODY;
          case FileNews.Missing _ -> throw new ProblemIOException(FileProblem.NO_SUCH_FILE);
          case FileNews.Unreadable(Problem why) -> throw new ProblemIOException(why, null);
        };
    return new FollowedUsers(file, content, entropy);
  }

  /// Returns the users, for a server; the same object for the lifetime of this one.
  public Users users() {
    return users;
  }

  @Override
  public FileKind kind() {
    return FileKind.USERS;
  }

  @Override
  public Path where() {
    return file;
  }

  @Override
  public int maxBytes() {
    return UsersFile.MAX_BYTES;
  }

  @Override
  public boolean isSecret(Path file) {
    return true;
  }

  @Override
  public Taken take(Map<Path, FileNews> news) {
    UsersFile before = content;
    FileNews found = news.get(file);
    if (found != null) {
      take(found);
    }
    return new Taken(
        without(content, before), without(before, content), content.names().size(), fault);
  }

  private void take(FileNews news) {
    try {
      switch (news) {
        case FileNews.Content(byte[] bytes) -> replace(UsersFile.parse(bytes));
        case FileNews.Empty _, FileNews.Missing _ -> replace(NOBODY);
        case FileNews.Unreadable(Problem why) -> fault = Map.of(file, why);
      }
    } catch (InvalidValueException e) {
      fault = Map.of(file, e.problem());
    }
  }

  private void replace(UsersFile now) {
    users.replace(now);
    content = now;
    fault = Map.of();
  }

  private static List<String> without(UsersFile one, UsersFile other) {
    return one.verifiers().entrySet().stream()
        .filter(user -> !user.getValue().equals(other.verifiers().get(user.getKey())))
        .map(Entry::getKey)
        .toList();
  }

  /// Prints the number of users, never their names.
  @Override
  public String toString() {
    return "FollowedUsers[" + users.size() + "]";
  }
}
