package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `keygen`, `passwd` and `cert`, in English.
final class EnglishKey extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {
        "key.not-at-terminal",
        "a key is not shown at a terminal; use > {0}.key or -o FILE, or --show if nobody "
            + "looks on"
      },
      {"key.no-key-name", "'{0}' names no key: {1}"},
      {"key.key-exists", "{0} is there already; a key is never written over another"},
      {"key.cannot-make", "cannot make {0}: {1}"},
      {"key.cannot-write-key", "cannot write the key: {0}"},
      {
        "key.key-exposed",
        "warning: other users may be able to read where the key goes; chmod 600 keeps " + "them out"
      },
      {"key.too-many-names", "a certificate is for {0} names at most"},
      {"key.no-host", "'{0}' is no host name and no IP address"},
      {"key.no-address", "'{0}' is no IP address"},
      {
        "key.certificate-exists",
        "{0} is there already; remove it, or choose another place with --out"
      },
      {"key.certificate-written", "wrote {0} and {1}, for {2}; keep the key to yourself"},
      {"key.list-and-delete", "--list and --delete exclude each other"},
      {
        "key.password-argument",
        "passwd takes a file and a name; a password is never an argument, where every "
            + "user of this machine could read it"
      },
      {"key.list-arguments", "passwd --list takes a file and nothing else"},
      {"key.passwd-arguments", "passwd takes a file and a name"},
      {"key.no-user-name", "'{0}' is no name: {1}"},
      {"key.no-such-user", "there is no user {0} in {1}"},
      {"key.user-added", "added {0}"},
      {"key.user-removed", "removed {0}"},
      {"key.password-changed", "changed the password of {0}"},
      {"key.warning", "warning: {0}"},
      {"key.password-of", "password for {0}"},
      {"key.password-again", "once more"},
      {
        "key.nobody-to-ask", "there is nobody to ask for a password; put it into stdin, as one line"
      },
      {"key.passwords-differ", "the two passwords differ; nothing was changed"},
      {"key.cannot-read-password", "cannot read the password from stdin"},
      {"key.cannot-read-users", "cannot read the users file {0}: {1}"},
      {
        "key.cannot-read-users-make",
        "cannot read the users file {0}: {1}; parley passwd FILE NAME makes one"
      },
      {"key.cannot-use-users", "the users file {0} cannot be used: {1}"},
      {"key.cannot-write-users", "cannot write the users file {0}: {1}"},
      {
        "key.users-locked",
        "the users file is being changed by somebody else; if that was cut short, delete " + "{0}"
      },
    };
  }
}
