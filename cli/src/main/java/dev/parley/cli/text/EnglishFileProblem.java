package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about problems of files, keys, certificates, passwords, logins, sealed sessions and
/// TLS, in English: only those that must name options of the command.
final class EnglishFileProblem extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {
        "file-problem.login.no-password-server",
        "the server does not begin as one that asks for a password; connect without --user, "
            + "or start it with --users"
      },
      {
        "file-problem.login.only-unbound",
        "the server takes only logins that are not bound to the TLS connection; if that is "
            + "how it should be, use --unbound"
      },
      {
        "file-problem.login.only-bound",
        "the server takes only logins that are bound to the TLS connection; connect without "
            + "--unbound"
      },
      {
        "file-problem.login.unbound-unverified",
        "a login that is not bound to the TLS connection needs a server whose certificate "
            + "was verified; connect without --unbound, or without --insecure"
      },
      {
        "file-problem.login.fewer-iterations-than-set",
        "the server asks for {0} iterations of PBKDF2, fewer than {1}, and the fewer they "
            + "are, the cheaper can the password be guessed by somebody who only plays the server; "
            + "--min-rounds sets the least"
      },
      {
        "file-problem.login.fewer-iterations-unverified",
        "the server asks for {0} iterations of PBKDF2, fewer than {1}, and the fewer they "
            + "are, the cheaper can the password be guessed by somebody who only plays the server; "
            + "this server was not verified: give its CA or its pin, or, if it is the right one, "
            + "--min-rounds"
      },
      {
        "file-problem.tls.pin",
        "a pin is sha256: and 64 hexadecimal digits, or 44 characters of base64; parley cert "
            + "prints one"
      },
      {
        "file-problem.tls.certificate-required",
        "the server wants a client's certificate, and this client showed none that it takes; "
            + "give one and its key (--tls-cert and --tls-key)"
      },
    };
  }
}
