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
      {
        "io.terminal.history-lost",
        "lines typed are not kept for next time: {0}; --no-history keeps none"
      },
      {"io.terminal.history-forbidden", "permission denied for {0}"},
      {"io.terminal.history-gone", "{0} is gone"},
      {"io.terminal.history-failed", "{0}: {1}"},
      {"io.terminal.history-is-link", "it is a symbolic link"},
      {"io.terminal.history-is-no-folder", "it is not a folder"},
      {"io.terminal.history-is-no-file", "it is not a file"},
      {
        "io.output.hex-digit-alone",
        "a byte has two hex digits, and the one at column {0} stands alone"
      },
      {"io.output.hex-digit-missing", "no hex digit at column {0}; write bytes like 48 65 6c6c6f"},
      {"io.output.messages-lost-1", "1 message was lost, stdout took no more"},
      {"io.output.messages-lost", "{0} messages were lost, stdout took no more"},
      {
        "io.output.stdout-failing",
        "cannot write to stdout ({0}); messages wait until it works again"
      },
      {"io.output.stdout-recovered", "stdout takes messages again"},
      {"io.output.stdout-gone", "nobody reads stdout any more ({0}); stopping"},
      {"io.output.transcript-unusable", "cannot write the transcript {0}: {1}"},
      {"io.output.transcript-incomplete-1", "1 message is missing in the transcript {1}"},
      {"io.output.transcript-incomplete", "{0} messages are missing in the transcript {1}"},
      {
        "io.output.transcript-failing",
        "cannot write the transcript {0} ({1}); messages wait until it works again"
      },
      {"io.output.cannot-write", "cannot write the output: {0}"},
      {"io.native.argument", "'{0}' is no UTF-8, or the locale has none; LC_ALL=C.UTF-8 has"},
      {
        "io.native.variable",
        "the variable {0} is no UTF-8, or the locale has none; LC_ALL=C.UTF-8 has"
      },
      {
        "io.native.locale",
        "the locale has no UTF-8, so a part of the command line cannot be read; set LC_ALL=C.UTF-8"
      },
      {"io.output.transcript-recovered", "the transcript {0} goes on"},
      {"io.output.transcript-ended", "the transcript {0} ends here: {1}"},
    };
  }
}
