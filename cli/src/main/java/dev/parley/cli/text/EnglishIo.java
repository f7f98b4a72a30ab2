package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about files, standard input and output, and the terminal, in English.
final class EnglishIo extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"io.file.cannot-write", "cannot write {0}: {1}"},
      {"io.file.cannot-read-key", "cannot read the key file {0}: {1}"},
      {"io.file.cannot-read-password", "cannot read the password file {0}: {1}"},
      {"io.file.too-large-key", "the key file {0} has more than {1} bytes, so it is none"},
      {
        "io.file.too-large-password", "the password file {0} has more than {1} bytes, so it is none"
      },
      {"io.file.keys-changed", "keys of {0}: {1}; {2}"},
      {"io.file.users-changed", "users of {0}: {1}; {2}"},
      {"io.file.client-authorities-changed", "client authorities of {0}: {1}; {2}"},
      {"io.file.certificates-changed", "certificates of {0}: {1}; {2}"},
      {"io.file.added", "added {0}"},
      {"io.file.replaced", "changed {0}"},
      {"io.file.removed", "removed {0}"},
      {"io.file.unchanged", "read again, nothing changed"},
      {"io.file.then", "; "},
      {"io.file.and", ", "},
      {"io.file.keys-count-1", "{0} key"},
      {"io.file.keys-count", "{0} keys"},
      {"io.file.users-count-1", "{0} user"},
      {"io.file.users-count", "{0} users"},
      {"io.file.client-authorities-count-1", "{0} client authority"},
      {"io.file.client-authorities-count", "{0} client authorities"},
      {"io.file.certificates-count-1", "{0} certificate"},
      {"io.file.certificates-count", "{0} certificates"},
      {"io.file.kept", "warning: {0} cannot be used: {1}; what it held before still counts"},
      {"io.file.repaired", "{0} is in order again"},
      {"io.file.warning", "warning: {0}"},
    };
  }
}
