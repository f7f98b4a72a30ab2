package dev.parley.cli.connect;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.NotEmpty;
import dev.parley.cli.secret.SecretFile;
import dev.parley.cli.secret.TypedPassword;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.passwords.Binding;
import dev.parley.passwords.Password;
import dev.parley.passwords.Scram;
import dev.parley.passwords.Verifier;
import dev.parley.problem.Problem;
import dev.parley.secure.Security;
import dev.parley.text.Printable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for a person's name and password, a mixin of `connect`; `UsersOptions` is the
/// server's counterpart.
///
/// The password comes from a file, the environment or a prompt, in this order. It never comes from
/// an argument: every user of a machine can read the arguments of every process.
public final class PasswordOptions {
  /// The environment variable that may hold the password.
  static final String VARIABLE = "PARLEY_PASSWORD";

  private @Nullable String user;
  private @Nullable Path file;
  private boolean unbound;
  private @Nullable Integer minRounds;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(
        option(String.class, value -> user = value, "--user")
            .paramLabel("NAME")
            .converters(NotEmpty.name())
            .build());
    group.addOption(file(value -> file = value, "--password-file").build());
    group.addOption(flag(isSet -> unbound = isSet, "--unbound").build());
    group.addOption(number(value -> minRounds = value, "--min-rounds").build());
  }

  /// True if a name was given.
  boolean isChosen() {
    return user != null;
  }

  /// Rejects options that would have no effect, or would send the password in the clear.
  ///
  /// @param isTls the address is of the form tls://…
  void check(boolean isTls) {
    if (user == null && (file != null || unbound || minRounds != null)) {
      throw Failure.usage(
          Texts.problem(
              "connect.option-without-user",
              unbound ? "--unbound" : file != null ? "--password-file" : "--min-rounds"));
    }
    Integer rounds = minRounds;
    if (rounds != null && (rounds < Verifier.MIN_ITERATIONS || rounds > Verifier.MAX_ITERATIONS)) {
      throw Failure.usage(
          Texts.problem(
              "connect.min-rounds-out-of-range",
              rounds,
              Verifier.MIN_ITERATIONS,
              Verifier.MAX_ITERATIONS));
    }
    if (user != null && !isTls) {
      throw Failure.usage(Texts.problem("connect.user-without-tls"));
    }
  }

  /// Creates the security that the options ask for. Reads the password file, or prompts.
  ///
  /// @param warn receives warnings for the user, a sentence each
  /// @throws Failure if there is no usable password, or the name is invalid
  Security security(Consumer<Problem> warn) {
    return security(
        warn,
        System.getenv(),
        () -> TypedPassword.ask(Texts.text("connect.password-question", Printable.line(name()))));
  }

  /// Same as [#security(Consumer)], with the environment and the prompt as arguments.
  ///
  /// @param prompt supplies the typed password; null where there is nobody to type it
  Security security(
      Consumer<Problem> warn, Map<String, String> environment, Supplier<char @Nullable []> prompt) {
    try {
      Binding binding = unbound ? Binding.NONE : Binding.TLS_EXPORTER;
      Password password = password(warn, environment, prompt);
      Integer rounds = minRounds;
      return rounds == null
          ? Scram.client(name(), password, binding)
          : Scram.client(name(), password, binding, rounds);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(Texts.problem("connect.user-unusable", ProblemTexts.sentence(e)), e);
    }
  }

  private String name() {
    String name = user;
    if (name == null) {
      throw new IllegalStateException("no name was given");
    }
    return name;
  }

  private Password password(
      Consumer<Problem> warn, Map<String, String> environment, Supplier<char @Nullable []> prompt) {
    Path from = file;
    if (from != null) {
      return fromFile(from, warn);
    }
    String variable = environment.get(VARIABLE);
    if (variable != null) {
      warn.accept(Texts.problem("connect.password-from-variable", VARIABLE));
      return TypedPassword.of(variable.toCharArray());
    }
    char[] typed = prompt.get();
    if (typed == null) {
      throw Failure.usage(Texts.problem("connect.password-missing", VARIABLE));
    }
    try {
      return TypedPassword.of(typed);
    } finally {
      TypedPassword.wipe(typed);
    }
  }

  private static Password fromFile(Path file, Consumer<Problem> warn) {
    String name = Printable.line(file.toString());
    byte[] content = SecretFile.read(file, SecretFile.Kind.PASSWORD, Password.MAX_BYTES + 2);
    try {
      Password password = Password.ofFileContent(content);
      SecretFile.warnOfReaders(file, SecretFile.Kind.PASSWORD, warn);
      return password;
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem("connect.password-file-unusable", name, ProblemTexts.sentence(e)),
          e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
