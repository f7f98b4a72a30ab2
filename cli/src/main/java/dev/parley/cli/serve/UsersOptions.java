package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.file;
import static dev.parley.cli.command.Declaration.flag;

import dev.parley.cli.command.Failure;
import dev.parley.cli.secret.UsersOnDisk;
import dev.parley.cli.text.Texts;
import dev.parley.passwords.Binding;
import dev.parley.passwords.FollowedUsers;
import dev.parley.passwords.Scram;
import dev.parley.problem.Problem;
import dev.parley.reload.Followed;
import dev.parley.secure.Security;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for logins with a password, a mixin of `serve`; `PasswordOptions` is the client's
/// counterpart.
public final class UsersOptions {
  private @Nullable Path file;
  private boolean allowUnbound;
  private @Nullable FollowedUsers users;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    group.addOption(file(value -> file = value, "--users").build());
    group.addOption(flag(isSet -> allowUnbound = isSet, "--allow-unbound").build());
  }

  /// True if a users file was given.
  boolean isChosen() {
    return file != null;
  }

  /// Creates the security that the options ask for. Reads the file.
  ///
  /// @param warn receives warnings for the user, a sentence each
  /// @throws Failure if the file cannot be used
  Security security(Consumer<Problem> warn) {
    Path from = file;
    if (from == null) {
      throw Failure.usage(Texts.problem("serve.unbound-without-users"));
    }
    FollowedUsers opened = UsersOnDisk.open(from);
    users = opened;
    Security security =
        Scram.server(
            opened.users(),
            allowUnbound ? EnumSet.allOf(Binding.class) : EnumSet.of(Binding.TLS_EXPORTER));
    security.warnings().forEach(warn);
    return security;
  }

  /// Rejects options that would have no effect, or would send passwords in the clear.
  ///
  /// @param isTls all addresses are of the form tls://…
  void check(boolean isTls) {
    if (allowUnbound && file == null) {
      throw Failure.usage(Texts.problem("serve.unbound-without-users"));
    }
    if (file != null && !isTls) {
      throw Failure.usage(Texts.problem("serve.users-without-tls"));
    }
  }

  /// Returns the files that a server follows while it runs; empty if there are none. To be called
  /// after [#security].
  List<Followed> followed() {
    FollowedUsers opened = users;
    return opened == null ? List.of() : List.of(opened);
  }
}
