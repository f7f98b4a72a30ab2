package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.files;
import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.secret.SecretFile;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.session.Address;
import dev.parley.tls.Pin;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for TLS at addresses of the form `tls://…`: a mixin of `serve`, and, with other
/// options, of client commands.
public final class TlsOptions {
  private List<Path> certificates = List.of();
  private List<Path> keys = List.of();
  private @Nullable Path clientAuthorities;
  private @Nullable Path authorities;
  private @Nullable String pin;
  private boolean insecure;
  private @Nullable String oldest;

  /// Declares the options of a server as part of a command.
  public void declareServing(CommandSpec group) {
    declareOwn(group);
    group.addOption(file(value -> clientAuthorities = value, "--client-ca").build());
    declareVersion(group);
  }

  /// Declares the options of a client as part of a command.
  public void declareCalling(CommandSpec group) {
    group.addOption(file(value -> authorities = value, "--ca").build());
    group.addOption(
        option(String.class, value -> pin = value, "--pin").paramLabel("sha256:…").build());
    group.addOption(flag(isSet -> insecure = isSet, "--insecure").build());
    declareOwn(group);
    declareVersion(group);
  }

  private void declareOwn(CommandSpec group) {
    group.addOption(files(values -> certificates = values, "--tls-cert").build());
    group.addOption(files(values -> keys = values, "--tls-key").build());
  }

  private void declareVersion(CommandSpec group) {
    group.addOption(
        option(String.class, value -> oldest = value, "--tls-min").paramLabel("VERSION").build());
  }

  /// True if server certificates were given.
  public boolean isServing() {
    return !certificates.isEmpty();
  }

  private boolean isChosen() {
    return !certificates.isEmpty()
        || !keys.isEmpty()
        || clientAuthorities != null
        || authorities != null
        || pin != null
        || insecure
        || oldest != null;
  }

  /// Makes JSSE ignore the server name in client hellos (SNI). Our server selects its certificate
  /// itself, while JSSE would refuse a client whose name it considers invalid, such as one with an
  /// underscore or a final dot. The setting applies to the whole process, and JSSE reads it when it
  /// is first used.
  private static void ignoreNames() {
    String property = "jdk.tls.server.disableExtensions";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "server_name");
    }
  }

  /// Creates the TLS configuration of a server that listens at `addresses`; null if none of them
  /// needs it. Reads the files.
  ///
  /// @param warn receives warnings for the user, a sentence each
  /// @throws Failure with a sentence if the options make no sense, or a file is invalid
  public @Nullable TlsServer serving(List<Address> addresses, Consumer<Problem> warn, Clock clock) {
    if (addresses.stream().noneMatch(one -> one.scheme().usesTls())) {
      refuseWithoutAddress("command.tls.needs-address-to-serve");
      return null;
    }
    List<TlsFiles> files = pairs();
    if (files.isEmpty()) {
      throw Failure.usage(Texts.problem("command.tls.needs-files"));
    }
    ignoreNames();
    try {
      TlsServer tls = Tls.server(files).withOldest(version());
      tls = clientAuthorities == null ? tls : tls.withClientAuthorities(clientAuthorities);
      tls.warnings(clock).forEach(warn);
      return tls;
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  /// Creates the TLS configuration of a client that connects to `address`. Reads the files.
  ///
  /// @param warn receives warnings for the user, a sentence each
  /// @throws Failure with a sentence if the options make no sense, or a file is invalid
  public TlsClient calling(Address address, Consumer<Problem> warn, Clock clock) {
    if (!address.scheme().usesTls()) {
      refuseWithoutAddress("command.tls.needs-address-to-call");
      return Tls.client();
    }
    if ((authorities != null ? 1 : 0) + (pin != null ? 1 : 0) + (insecure ? 1 : 0) > 1) {
      throw Failure.usage(Texts.problem("command.tls.one-trust"));
    }
    List<TlsFiles> files = pairs();
    if (files.size() > 1) {
      throw Failure.usage(Texts.problem("command.tls.two-certificates"));
    }
    try {
      TlsClient tls = Tls.client().withOldest(version());
      if (authorities != null) {
        tls = tls.withAuthorities(authorities);
      } else if (pin != null) {
        tls = tls.withPin(pin(pin));
      } else if (insecure) {
        tls = tls.withoutVerification();
      }
      for (TlsFiles pair : files) {
        tls = tls.withCertificate(pair);
        SecretFile.warnOfReaders(pair.key(), SecretFile.Kind.KEY, warn);
      }
      tls.warnings(clock)
          .forEach(problem ->
              warn.accept(Texts.problem("command.tls.insecure", ProblemTexts.sentence(problem))));
      return tls;
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  private void refuseWithoutAddress(String key) {
    if (isChosen()) {
      throw Failure.usage(Texts.problem(key));
    }
  }

  private TlsVersion version() {
    try {
      return oldest == null ? TlsVersion.TLS_1_3 : TlsVersion.parse(oldest);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, Texts.problem("command.tls.min", ProblemTexts.sentence(e)), e);
    }
  }

  private static Pin pin(String text) {
    try {
      return Pin.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE, Texts.problem("command.tls.pin", ProblemTexts.sentence(e)), e);
    }
  }

  private List<TlsFiles> pairs() {
    if (certificates.size() != keys.size()) {
      throw Failure.usage(Texts.problem("command.tls.pairs"));
    }
    List<TlsFiles> files = new ArrayList<>();
    for (int i = 0; i < certificates.size(); i++) {
      files.add(new TlsFiles(certificates.get(i), keys.get(i)));
    }
    return files;
  }
}
