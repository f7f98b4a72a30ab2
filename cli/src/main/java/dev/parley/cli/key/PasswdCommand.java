package dev.parley.cli.key;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.words;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.secret.TypedPassword;
import dev.parley.cli.secret.UsersOnDisk;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.passwords.Password;
import dev.parley.passwords.Users;
import dev.parley.passwords.UsersFile;
import dev.parley.passwords.Verifier;
import dev.parley.problem.Problem;
import dev.parley.secure.Entropy;
import dev.parley.text.Printable;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Model.CommandSpec;

/// `parley passwd`: sets and deletes the passwords in a users file.
public final class PasswdCommand implements Callable<Integer> {

  private final CommandSpec spec = Declaration.command("passwd", this);
  private final InputStream in;
  private List<String> words = List.of();
  private boolean delete;
  private boolean list;

  public PasswdCommand() {
    this(System.in);
  }

  /// Creates a command that reads passwords from `in`, unless a person types.
  PasswdCommand(InputStream in) {
    this.in = in;
  }

  /// Returns the command's picocli declaration.
  public CommandSpec spec() {
    spec.addPositional(
        words(values -> words = values).paramLabel("FILE NAME").arity("0..*").build());
    spec.addOption(flag(isSet -> delete = isSet, "--delete").build());
    return spec.addOption(flag(isSet -> list = isSet, "--list").build());
  }

  @Override
  public Integer call() {
    if (list && delete) {
      throw Failure.usage(Texts.problem("key.list-and-delete"));
    }
    int wanted = list ? 1 : 2;
    if (words.size() > wanted && !list) {
      throw Failure.usage(Texts.problem("key.password-argument"));
    }
    if (words.size() != wanted) {
      throw Failure.usage(Texts.problem(list ? "key.list-arguments" : "key.passwd-arguments"));
    }
    if (words.getFirst().isEmpty()) {
      throw Failure.usage(Texts.problem("command.empty.file"));
    }
    Path file = Path.of(words.getFirst());
    if (list) {
      print(UsersOnDisk.read(file).names());
    } else {
      change(file, name(words.getLast()));
    }
    return ExitCode.FINE;
  }

  private void print(List<String> names) {
    PrintWriter out = spec.commandLine().getOut();
    names.forEach(out::println);
    out.flush();
  }

  private static String name(String written) {
    try {
      return Users.name(written);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem("key.no-user-name", Printable.line(written), ProblemTexts.sentence(e)),
          e);
    }
  }

  private void change(Path file, String name) {
    if (delete) {
      UsersOnDisk.change(file, users -> without(users, name, file));
      note(Texts.text("key.user-removed", name));
      return;
    }
    UsersOnDisk.checkPlace(file); // before anybody types
    Password password = Terminals.stdin() ? TypedPassword.askTwice(name) : TypedPassword.read(in);
    for (Problem warning : password.warnings()) {
      note(Texts.text("key.warning", ProblemTexts.sentence(warning)));
    }
    Verifier verifier = Verifier.of(password, Entropy.secure());
    AtomicBoolean isNew = new AtomicBoolean();
    UsersOnDisk.change(
        file,
        users -> {
          isNew.set(!users.names().contains(name));
          return users.with(name, verifier);
        });
    note(Texts.text(isNew.get() ? "key.user-added" : "key.password-changed", name));
  }

  private static UsersFile without(UsersFile users, String name, Path file) {
    if (!users.names().contains(name)) {
      throw Failure.usage(Texts.problem("key.no-such-user", name, Printable.line(file.toString())));
    }
    return users.without(name);
  }

  private static void note(String sentence) {
    System.err.println("parley: " + Printable.line(sentence));
  }
}
