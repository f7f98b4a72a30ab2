package dev.parley.cli.key;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.word;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.io.NewFile;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.reload.FilePermissions;
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
      throw Failure.usage(Texts.problem("key.not-at-terminal", Printable.line(name)));
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
          ExitCode.USAGE,
          Texts.problem("key.no-key-name", Printable.line(name), ProblemTexts.sentence(e)),
          e);
    }
  }

  private static void create(Path file, byte[] content) {
    try (NewFile made = NewFile.at(file, FilePermissions.OWNER_ALONE)) {
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
          new Failure(ExitCode.USAGE, Texts.problem("key.key-exists", name), e);
      case NoSuchFileException _, AccessDeniedException _ ->
          new Failure(
              ExitCode.USAGE, Texts.problem("key.cannot-make", name, FileFault.ofWriting(e)), e);
      default -> FileFault.failure(ExitCode.NETWORK, file, e);
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
      throw Failure.network(Texts.problem("key.cannot-write-key", FileFault.ofWriting(e)), e);
    }
  }

  /// Restricts the file of `> FILE` to its owner. A shell creates it with the user's umask, usually
  /// readable by all; it is still empty here.
  private void keepOthersOut() {
    Path stdout = Path.of("/proc/self/fd/1");
    try {
      if (!Files.exists(stdout)) {
        warn();
      } else if (Files.isRegularFile(stdout)) {
        FilePermissions.restrict(stdout);
      }
    } catch (IOException | UnsupportedOperationException e) {
      warn();
    }
  }

  private static void warn() {
    System.err.println("parley: " + Texts.text("key.key-exposed"));
  }
}
