package dev.parley.cli.secret;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.text.Texts;
import dev.parley.passwords.Password;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a password or another secret from the terminal or a pipe. Never from an argument.
public final class TypedPassword {
  private TypedPassword() {}

  /// Returns the secret that is typed at the terminal, without echo; null if there is no terminal.
  /// The caller wipes it.
  @SuppressWarnings(
      "SystemConsoleNull") // true of JDK 22 to 24; 25 returns null again (JDK-8351435)
  public static char @Nullable [] ask(String question) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return null;
    }
    Thread newline = new Thread(TypedPassword::endLine);
    Runtime.getRuntime().addShutdownHook(newline);
    try {
      return console.readPassword("%s", "parley: " + question + ": ");
    } finally {
      remove(newline);
    }
  }

  /// Ends the line of a prompt that a signal has ended, such as Ctrl-C: without echo the terminal
  /// shows no newline, and the shell's prompt would follow ours. Not through the console, whose
  /// lock the reader holds.
  private static void endLine() {
    try {
      StandardOutput.stdout().write(ByteBuffer.wrap(new byte[] {'\n'}));
    } catch (IOException e) {
      // The terminal is gone.
    }
  }

  private static void remove(Thread newline) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(newline);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }

  /// Returns a new password, typed twice.
  ///
  /// @throws Failure if it is invalid, if the two differ, or if there is no terminal
  public static Password askTwice(String name) {
    char[] first = ask(Texts.text("key.password-of", name));
    char[] second = first == null ? null : ask(Texts.text("key.password-again"));
    try {
      if (first == null || second == null) {
        throw Failure.usage(Texts.problem("key.nobody-to-ask"));
      }
      if (!Arrays.equals(first, second)) {
        throw Failure.usage(Texts.problem("key.passwords-differ"));
      }
      return of(first);
    } finally {
      wipe(first);
      wipe(second);
    }
  }

  /// Reads the password from `in`, which holds one line.
  ///
  /// @throws Failure if it cannot be read or is not a valid password
  public static Password read(InputStream in) {
    byte[] content = new byte[0];
    try {
      content = in.readNBytes(Password.MAX_BYTES + 3);
      return Password.ofFileContent(content);
    } catch (IOException e) {
      throw new Failure(ExitCode.NETWORK, Texts.problem("key.cannot-read-password"), e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Returns the password that was typed.
  ///
  /// @throws Failure if it is not a valid password
  public static Password of(char[] typed) {
    try {
      return Password.of(typed);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  public static void wipe(char @Nullable [] typed) {
    if (typed != null) {
      Arrays.fill(typed, '\0');
    }
  }
}
