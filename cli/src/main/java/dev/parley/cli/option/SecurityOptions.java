package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.NotEmpty;
import dev.parley.cli.report.Report;
import dev.parley.cli.secret.SecretFile;
import dev.parley.cli.secret.TypedPassword;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.Secret;
import dev.parley.problem.Problem;
import dev.parley.reload.Followed;
import dev.parley.sealed.KeyFiles;
import dev.parley.sealed.KeyRing;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Security;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for authentication and sealing, with the same meaning at both ends. A mixin of
/// `serve`, `connect` and `bench`. A key seals the session unless --auth selects something else.
///
/// A key or a secret comes from a file, the environment or a prompt, in this order. It never comes
/// from an argument: every user of a machine can read the arguments of every process.
public final class SecurityOptions {
  /// More than any key or secret has.
  private static final int MAX_KEY_BYTES = 1 << 16;

  /// The environment variable that may hold the secret, or the text of a key file.
  static final String KEY_VARIABLE = "PARLEY_KEY";

  private static final String NONE = "none";
  private static final String SEALED = "sealed";

  private @Nullable String auth;
  private @Nullable Path keyFile;
  private @Nullable Path keys;
  private String serverName = "";
  private @Nullable KeyFiles followed;

  /// Declares these options as part of a client command.
  public void declare(CommandSpec group) {
    group.addOption(file(value -> keyFile = value, "--key-file").build());
    group.addOption(
        option(String.class, value -> auth = value, "--auth").paramLabel("KIND").build());
    group.addOption(
        option(String.class, value -> serverName = value, "--server-name")
            .paramLabel("NAME")
            .converters(NotEmpty.name())
            .build());
  }

  /// Declares these options as part of a server command.
  public void declareServing(CommandSpec group) {
    declare(group);
    group.addOption(file(value -> keys = value, "--keys").paramLabel("FOLDER").build());
  }

  /// True if a login or a key was requested by an option.
  public boolean isChosen() {
    return auth != null || keyFile != null || keys != null;
  }

  /// True if sessions have a key or a login, by an option or by a key in the environment. Reads no
  /// file.
  public boolean isLogin() {
    return isLogin(System.getenv());
  }

  /// Same as [#isLogin()], with the environment as an argument.
  boolean isLogin(Map<String, String> environment) {
    return auth == null
        ? isChosen() || holdsKey(environment.get(KEY_VARIABLE))
        : !auth.equals(NONE);
  }

  private static boolean holdsKey(@Nullable String variable) {
    return variable != null && NamedKey.isFileContent(bytes(variable));
  }

  private static byte[] bytes(String variable) {
    return variable.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Returns the files that a server follows while it runs; empty if there are none. To be called
  /// after [#serving].
  public List<Followed> followed() {
    KeyFiles files = followed;
    return files == null ? List.of() : List.of(files);
  }

  // For servers.

  /// Creates the security of a server. Reads the key files, or prompts.
  ///
  /// @param report receives warnings for the user
  /// @throws Failure if there is no usable key or secret, or the security does not exist
  public Security serving(Report report) {
    Path from = keys == null ? keyFile : keys;
    if (keys != null && keyFile != null) {
      throw Failure.usage(Texts.problem("command.security.keys-and-key-file"));
    }
    if (keys != null && !isSealed()) {
      throw Failure.usage(Texts.problem("command.security.keys-seal", String.valueOf(auth)));
    }
    if (from == null || !isSealed()) {
      return security(report::warn);
    }
    checkIsKey(from);
    KeyFiles files = open(from);
    report.note(start(files.ring().size(), from));
    return sealed(files.ring());
  }

  private Problem start(int count, Path from) {
    return Texts.countedProblem(
        "command.security.start",
        count,
        auth == null ? SEALED : auth,
        Printable.line(from.toString()));
  }

  private KeyFiles open(Path from) {
    try {
      KeyFiles files = KeyFiles.open(from);
      followed = files;
      return files;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem("command.security.unusable", Printable.line(ProblemTexts.sentence(e))),
          e);
    }
  }

  // For clients and servers.

  /// Creates the security that the options ask for. Reads the key file, or prompts.
  ///
  /// @param warn receives warnings for the user, a sentence each
  /// @throws Failure if there is no usable key or secret, or the security does not exist
  public Security security(Consumer<Problem> warn) {
    return security(
        warn,
        System.getenv(),
        () -> TypedPassword.ask(Texts.text("command.security.secret-prompt")));
  }

  /// Same as [#security(Consumer)], with the environment and the prompt as arguments.
  ///
  /// @param prompt supplies the typed secret; null where there is nobody to type it
  public Security security(
      Consumer<Problem> warn, Map<String, String> environment, Supplier<char @Nullable []> prompt) {
    Path file = keyFile;
    if (NONE.equals(auth) && file != null) {
      throw Failure.usage(Texts.problem("command.security.none-with-key"));
    }
    if (isSealed()) {
      NamedKey key =
          file != null ? key(file, warn) : keyOfEnvironment(warn, environment.get(KEY_VARIABLE));
      if (key != null) {
        return sealed(key);
      }
    }
    if (!serverName.isEmpty()) {
      throw Failure.usage(Texts.problem("command.security.name-without-key"));
    }
    try {
      Security security =
          Hmac.parse(auth == null ? NONE : auth, () -> secret(warn, environment, prompt));
      security.warnings().forEach(warn);
      return security;
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          Texts.problem("command.security.auth", Printable.line(ProblemTexts.sentence(e))), e);
    } catch (IllegalStateException e) {
      throw Failure.usage(e);
    }
  }

  // Sealed sessions.

  /// True if sealing was requested, or nothing else.
  private boolean isSealed() {
    return auth == null || auth.equals(SEALED) || auth.startsWith(SEALED + ":");
  }

  private Security sealed(NamedKey key) {
    try {
      return Sealed.with(key, aead(), serverName);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          Texts.problem("command.security.server-name", ProblemTexts.sentence(e)), e);
    }
  }

  private Security sealed(KeyRing ring) {
    try {
      return Sealed.with(ring, aead(), serverName);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          Texts.problem("command.security.server-name", ProblemTexts.sentence(e)), e);
    }
  }

  private Aead aead() {
    if (auth == null || auth.equals(SEALED)) {
      return Aead.AESGCM;
    }
    try {
      return Aead.parse(auth.substring(SEALED.length() + 1));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          Texts.problem("command.security.auth-sealed", Printable.line(ProblemTexts.sentence(e))),
          e);
    }
  }

  /// Checks a single file: the keys of a folder are checked when they are read.
  private static void checkIsKey(Path from) {
    if (Files.isRegularFile(from)) {
      NamedKey _ = key(from, _ -> {});
    }
  }

  private static NamedKey key(Path file, Consumer<Problem> warn) {
    byte[] content = SecretFile.read(file, SecretFile.Kind.KEY, MAX_KEY_BYTES);
    try {
      if (!NamedKey.isFileContent(content)) {
        throw Failure.usage(
            Texts.problem("command.security.no-key-in-file", Printable.line(file.toString())));
      }
      NamedKey key = NamedKey.ofFileContent(content);
      SecretFile.warnOfReaders(file, SecretFile.Kind.KEY, warn);
      return key;
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem(
              "command.security.key-file-unusable",
              Printable.line(file.toString()),
              ProblemTexts.sentence(e)),
          e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Returns the key in the environment; null if there is none and none was requested.
  private @Nullable NamedKey keyOfEnvironment(Consumer<Problem> warn, @Nullable String variable) {
    byte[] content = variable == null ? new byte[0] : bytes(variable);
    if (auth == null && variable == null) {
      return null;
    }
    if (auth == null && !holdsKey(variable)) {
      throw Failure.usage(Texts.problem("command.security.no-key-in-variable", KEY_VARIABLE));
    }
    if (content.length == 0) {
      throw Failure.usage(
          Texts.problem("command.security.needs-key", String.valueOf(auth), KEY_VARIABLE));
    }
    try {
      NamedKey key = NamedKey.ofFileContent(content);
      warn.accept(Texts.problem("command.security.key-of-variable", KEY_VARIABLE));
      return key;
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem(
              "command.security.variable-unusable", KEY_VARIABLE, ProblemTexts.sentence(e)),
          e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Rejects a key in the environment if the chosen login does not use it.
  ///
  /// @param login the option for that login
  /// @throws Failure if the variable is set
  public static void checkNoVariable(String login) {
    checkNoVariable(login, System.getenv());
  }

  /// Same as [#checkNoVariable(String)], with the environment as an argument.
  public static void checkNoVariable(String login, Map<String, String> environment) {
    if (environment.containsKey(KEY_VARIABLE)) {
      throw Failure.usage(Texts.problem("command.security.variable-not-used", KEY_VARIABLE, login));
    }
  }

  // Logins by HMAC.

  private Secret secret(
      Consumer<Problem> warn, Map<String, String> environment, Supplier<char @Nullable []> prompt) {
    if (keyFile != null) {
      return fromFile(keyFile, warn);
    }
    String variable = environment.get(KEY_VARIABLE);
    if (variable != null) {
      if (variable.isEmpty()) {
        throw Failure.usage(Texts.problem("command.security.empty-variable", KEY_VARIABLE));
      }
      if (holdsKey(variable)) {
        throw isNoSecret(KEY_VARIABLE);
      }
      warn.accept(Texts.problem("command.security.secret-of-variable", KEY_VARIABLE));
      return Secret.ofText(variable);
    }
    char[] typed = prompt.get();
    if (typed == null) {
      throw Failure.usage(
          Texts.problem("command.security.nobody-to-ask", String.valueOf(auth), KEY_VARIABLE));
    }
    try {
      if (typed.length == 0) {
        throw Failure.usage(Texts.problem("command.security.empty-secret"));
      }
      return Secret.ofText(new String(typed));
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  private Secret fromFile(Path file, Consumer<Problem> warn) {
    byte[] content = SecretFile.read(file, SecretFile.Kind.KEY, MAX_KEY_BYTES);
    try {
      if (NamedKey.isFileContent(content)) {
        throw isNoSecret(Printable.line(file.toString()));
      }
      Secret secret = Secret.ofFileContent(content);
      SecretFile.warnOfReaders(file, SecretFile.Kind.KEY, warn);
      return secret;
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem("command.security.empty-file", Printable.line(file.toString())),
          e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private Failure isNoSecret(String what) {
    return Failure.usage(Texts.problem("command.security.no-secret", what, String.valueOf(auth)));
  }
}
