package dev.parley.cli.key;

import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.words;

import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.NotEmpty;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.io.NewFile;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.reload.FilePermissions;
import dev.parley.secure.Entropy;
import dev.parley.text.Printable;
import dev.parley.tls.SelfSigned;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/// `parley cert`: makes a self-signed certificate and its key, to try TLS with.
public final class CertCommand implements Callable<Integer> {
  private static final Duration VALID = Duration.ofDays(365);

  /// The clock of another machine may be behind ours.
  private static final Duration LENIENCE = Duration.ofDays(1);

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private static final int MAX_NAMES = 100;

  /// One label of RFC 1123 §2.1, extended by underscores, which container names have.
  private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";

  /// A `*` may be the first label.
  private static final Pattern HOST =
      Pattern.compile("(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*");

  private final CommandSpec spec = Declaration.command("cert", this);
  private final Clock clock = Clock.system();
  private List<String> names = List.of();
  private String out = "parley";

  /// Returns the command's picocli declaration.
  public CommandSpec spec() {
    spec.addPositional(words(values -> names = values).paramLabel("NAME").arity("0..*").build());
    spec.addOption(
        option(String.class, value -> out = value, "-o", "--out")
            .paramLabel("PATH")
            .converters(new NotEmpty<>("command.empty.file", path -> path))
            .defaultValue("parley")
            .build());
    return spec;
  }

  @Override
  public Integer call() {
    List<String> wanted = names.isEmpty() ? List.of("localhost", "127.0.0.1", "::1") : names;
    SelfSigned pair =
        SelfSigned.make(
            wanted.getFirst(),
            parsed(wanted),
            clock.now().minus(LENIENCE),
            VALID.plus(LENIENCE),
            Entropy.secure());
    Path key = Path.of(out + "-key.pem");
    Path certificate = Path.of(out + "-cert.pem");
    write(pair, key, certificate);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(pair.pin());
    stdout.flush();
    PrintWriter stderr = spec.commandLine().getErr();
    stderr.println(
        "parley: "
            + Texts.text(
                "key.certificate-written",
                Printable.line(certificate.toString()),
                Printable.line(key.toString()),
                String.join(", ", wanted)));
    stderr.flush();
    return ExitCode.FINE;
  }

  private static SelfSigned.Names parsed(List<String> wanted) {
    if (wanted.size() > MAX_NAMES) {
      throw Failure.usage(Texts.problem("key.too-many-names", MAX_NAMES));
    }
    List<String> hosts = new ArrayList<>();
    List<byte[]> addresses = new ArrayList<>();
    for (String name : wanted) {
      String lower = withoutRoot(name.toLowerCase(Locale.ROOT));
      boolean isAddress = lower.matches("[0-9.]+|.*:.*");
      if (isAddress) {
        addresses.add(address(lower));
      } else if (lower.length() <= 253 && HOST.matcher(lower).matches()) {
        hosts.add(lower);
      } else {
        throw Failure.usage(Texts.problem("key.no-host", Printable.line(name)));
      }
    }
    return new SelfSigned.Names(hosts, addresses);
  }

  /// Removes the final dot of a name, the root of DNS; certificates omit it (RFC 6125 §1.8).
  private static String withoutRoot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, Texts.problem("key.no-address", Printable.line(text)), e);
    }
  }

  /// Writes both files or neither.
  private static void write(SelfSigned pair, Path key, Path certificate) {
    try (NewFile ofKey = make(key, FilePermissions.OWNER_ALONE);
        NewFile ofCertificate = make(certificate, READABLE)) {
      write(ofKey, key, pair.keyPem());
      write(ofCertificate, certificate, pair.certificate());
      ofKey.keep();
      ofCertificate.keep();
    }
  }

  private static NewFile make(Path path, Set<PosixFilePermission> permissions) {
    try {
      return NewFile.at(path, permissions);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.USAGE,
          Texts.problem("key.certificate-exists", Printable.line(path.toString())),
          e);
    } catch (IOException e) {
      throw FileFault.failure(ExitCode.USAGE, path, e);
    }
  }

  private static void write(NewFile file, Path path, String content) {
    try {
      file.write(content.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw FileFault.failure(ExitCode.USAGE, path, e);
    }
  }
}
