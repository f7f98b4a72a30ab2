package dev.parley.cli;

import static dev.parley.cli.Declaration.option;

import dev.parley.frame.Printable;
import dev.parley.secure.Secret;
import dev.parley.secure.Security;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Who must prove what: the same options with the same meaning at both ends. A mixin of `serve` and
/// `connect`.
///
/// A secret comes from a file, from the environment or from a prompt, in this order, and never from
/// an argument: every user of a machine can read the arguments of every process.
final class SecurityOptions {
  /// More than any secret has, so that a wrong file is told from one.
  private static final int MAX_KEY_BYTES = 1 << 16;

  /// The environment variable that may hold the secret.
  static final String KEY_VARIABLE = "PARLEY_KEY";

  private String auth = "none";
  private @Nullable Path keyFile;

  /// Declares these options, as part of a command.
  void declare(CommandSpec group) {
    group.usageMessage().optionListHeading("%nLogin, the same at both ends:%n");
    group.addOption(
        option(String.class, value -> auth = value, "--auth")
            .paramLabel("KIND")
            .defaultValue("none")
            .description(
                "What clients must prove: hmac-sha256 or hmac-md5 (knowledge of a secret;"
                    + " leaves the data open to readers), none. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Path.class, value -> keyFile = value, "--key-file")
            .paramLabel("FILE")
            .description(
                "The file with the secret; one newline at its end does not count. Default: the"
                    + " environment variable "
                    + KEY_VARIABLE
                    + ", or a prompt at a terminal")
            .build());
  }

  /// True if a login was asked for.
  boolean isChosen() {
    return !auth.equals("none");
  }

  /// True if a login was asked for that datagrams cannot do.
  boolean isForStreamsOnly() {
    return auth.startsWith("hmac-");
  }

  /// The security that was asked for. Reads the key file, or prompts.
  ///
  /// @param warn told what the user should know, a sentence each
  /// @throws Failure if there is no usable secret or no such security
  Security security(Consumer<String> warn) {
    return security(warn, System.getenv(), SecurityOptions::prompted);
  }

  /// As [#security(Consumer)], with the environment and the prompt given.
  ///
  /// @param prompt the secret that somebody typed, null where there is nobody
  Security security(
      Consumer<String> warn, Map<String, String> environment, Supplier<char @Nullable []> prompt) {
    if (!isChosen() && keyFile != null) {
      throw Failure.usage("--key-file needs --auth hmac-sha256 (or hmac-md5 for old peers)");
    }
    try {
      Security security = Security.parse(auth, () -> secret(warn, environment, prompt));
      security.warnings().forEach(warn);
      return security;
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--auth: " + Printable.line(String.valueOf(e.getMessage())));
    } catch (IllegalStateException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private Secret secret(
      Consumer<String> warn, Map<String, String> environment, Supplier<char @Nullable []> prompt) {
    if (keyFile != null) {
      return fromFile(keyFile, warn);
    }
    String variable = environment.get(KEY_VARIABLE);
    if (variable != null) {
      if (variable.isEmpty()) {
        throw Failure.usage(KEY_VARIABLE + " is empty; put the secret into it, or use --key-file");
      }
      warn.accept(
          "the secret comes from "
              + KEY_VARIABLE
              + ", which every program started from here inherits; --key-file FILE is safer");
      return Secret.ofText(variable);
    }
    char[] typed = prompt.get();
    if (typed == null) {
      throw Failure.usage(
          "--auth "
              + auth
              + " needs a secret, and there is nobody to ask for it; use --key-file FILE or "
              + KEY_VARIABLE);
    }
    try {
      if (typed.length == 0) {
        throw Failure.usage("the secret is empty");
      }
      return Secret.ofText(new String(typed));
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  private static Secret fromFile(Path file, Consumer<String> warn) {
    String name = Printable.line(file.toString());
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_KEY_BYTES + 1);
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, "cannot read the key file " + name + ": " + why(e), e);
    }
    if (content.length > MAX_KEY_BYTES) {
      throw Failure.usage(
          "the key file " + name + " has more than " + MAX_KEY_BYTES + " bytes, so it is no key");
    }
    try {
      Secret secret = Secret.ofFileContent(content);
      warnOfReaders(file, name, warn);
      return secret;
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, "the key file " + name + " is empty; put the secret into it", e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "this user may not read it";
      default -> Printable.line(String.valueOf(e.getMessage()));
    };
  }

  private static void warnOfReaders(Path file, String name, Consumer<String> warn) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        warn.accept("other users may read the key file " + name + "; chmod 600 keeps them out");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without permissions has nothing to warn of.
    }
  }

  @SuppressWarnings(
      "SystemConsoleNull") // true of JDK 22 to 24; 25 returns null again (JDK-8351435)
  private static char @Nullable [] prompted() {
    Console console = System.console();
    return console == null || !console.isTerminal()
        ? null
        : console.readPassword("%s", "parley: secret: ");
  }
}
