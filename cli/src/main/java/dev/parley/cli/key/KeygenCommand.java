package dev.parley.cli.key;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.word;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.secret.SecretFile;
import dev.parley.cli.terminal.Terminals;
import dev.parley.sealed.NamedKey;
import dev.parley.secure.Entropy;
import dev.parley.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley keygen`: makes the key of a peer in sealed sessions.
public final class KeygenCommand implements Callable<Integer> {
  private String name = "";
  private @Nullable Path out;
  private boolean show;

  /// Returns the command's picocli declaration.
  public CommandSpec spec() {
    CommandSpec keygen = Declaration.command("keygen", this);
    keygen.addPositional(word(String.class, value -> name = value).paramLabel("NAME").build());
    keygen.addOption(file(value -> out = value, "-o", "--out").build());
    keygen.addOption(flag(isSet -> show = isSet, "--show").build());
    return keygen;
  }

  @Override
  public Integer call() {
    if (out == null && !show && Terminals.stdout()) {
      throw Failure.usage(
          "a key is not shown at a terminal; use > "
              + Printable.line(name)
              + ".key or -o FILE, or --show if nobody looks on");
    }
    byte[] content = content();
    try {
      if (out == null) {
        print(content);
      } else {
        create(out, content);
      }
    } finally {
      Arrays.fill(content, (byte) 0);
    }
    return ExitCode.FINE;
  }

  private byte[] content() {
    try {
      return NamedKey.generate(name, Entropy.secure()).toFileContent();
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, "'" + Printable.line(name) + "' names no key: " + e.getMessage(), e);
    }
  }

  private static void create(Path file, byte[] content) {
    try (NewFile made = NewFile.at(file, SecretFile.OWNER_ALONE)) {
      made.write(content);
      made.keep();
    } catch (IOException e) {
      throw cannotMake(file, e);
    }
  }

  private static Failure cannotMake(Path file, IOException e) {
    String name = Printable.line(file.toString());
    return switch (e) {
      case FileAlreadyExistsException _ ->
          new Failure(
              ExitCode.USAGE, name + " is there already; a key is never written over another", e);
      case NoSuchFileException _, AccessDeniedException _ ->
          new Failure(ExitCode.USAGE, "cannot make " + name + ": " + FileFault.ofWriting(e), e);
      default ->
          Failure.network(
              "cannot write " + name + ": " + Printable.line(String.valueOf(e.getMessage())), e);
    };
  }

  private void print(byte[] content) {
    if (!show) {
      keepOthersOut();
    }
    // Not System.out, which swallows the error of a full disk.
    try (OutputStream stdout = new FileOutputStream(FileDescriptor.out)) {
      stdout.write(content);
    } catch (IOException e) {
      throw Failure.network(
          "cannot write the key: " + Printable.line(String.valueOf(e.getMessage())), e);
    }
  }

  /// Restricts the file of `> FILE` to its owner. A shell creates it with the user's umask, usually
  /// readable by all; it is still empty here.
  private void keepOthersOut() {
    Path stdout = Path.of("/proc/self/fd/1");
    try {
      if (!Files.exists(stdout)) {
        warn();
      } else if (Files.isRegularFile(stdout)
          && !SecretFile.OWNER_ALONE.containsAll(Files.getPosixFilePermissions(stdout))) {
        Files.setPosixFilePermissions(stdout, SecretFile.OWNER_ALONE);
      }
    } catch (IOException | UnsupportedOperationException e) {
      warn();
    }
  }

  private static void warn() {
    System.err.println(
        "parley: warning: other users may be able to read where the key goes; chmod 600 keeps them"
            + " out");
  }
}
