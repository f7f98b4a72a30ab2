package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `serve`, in English.
final class EnglishServe extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"serve.block", "{0}: {1}"},
      {"serve.proxy", "{0} (--proxy-from; {1}?proxy-from=none takes no headers)"},
      {"serve.own-proxy", "{0} (proxy-from= of {1})"},
      {"serve.no-path", "-U needs a path to listen on, as in -U -l ./parley.sock"},
      {"serve.verbose-and-quiet", "--verbose and --quiet exclude each other"},
      {"serve.text-of-other", "--text is what reply answers; {0} has its own answers"},
      {"serve.no-text", "reply needs a text to answer with, as in --text 'got {message}'"},
      {
        "serve.daytime",
        "daytime closes before anything is said; --once, --quit-word and --close-word do "
            + "nothing there"
      },
      {
        "serve.once-of-operator",
        "--once is for services that answer by themselves; operator does not"
      },
      {"serve.ascii-of-other", "--ascii is about capital letters; only upper makes them"},
      {
        "serve.both-words",
        "'{0}' is both a quit word, which is answered, and a close word, which is not"
      },
      {"serve.other-services", "{0}. From other modules: {1}"},
      {
        "serve.unknown-service",
        "there is no service '{0}'; the services are {1} (see parley serve --help)"
      },
      {
        "serve.misspelled-service",
        "there is no service '{0}'; did you mean {1}? (see parley serve --help)"
      },
      {"serve.taken-path", "{0} is taken by another server; choose another path with -l unix:PATH"},
      {
        "serve.taken-port",
        "{0} is taken by {1}; choose another with -l {2}://127.0.0.1:PORT, or see "
            + "`parley port {3}`"
      },
      {"serve.unbound-without-users", "--allow-unbound needs --users FILE"},
      {
        "serve.users-without-tls",
        "--users needs TLS, so that nobody reads along: use addresses of the form tls://…"
      },
      {"serve.operator-hint", "/help lists the commands; Ctrl-D or /quit ends the server"},
      {"serve.terminal-lost", "the terminal cannot be read any more: {0}"},
      {"serve.chat.description", "rooms with names, presence and history"},
      {"serve.chat.history", "--history is disk, memory or none, not '{0}'"},
      {
        "serve.chat.other-service",
        "--data, --history, --operator, --chat-names, --memory-room, --chat-rate and --keep-… are for the service chat; {0} has no rooms"
      },
      {
        "serve.chat.nothing-kept",
        "with --history {0} nothing is on a disk: --data and --keep-… would do nothing"
      },
      {"serve.chat.keep-nothing", "--keep-messages, --keep-time and --keep-bytes are more than 0"},
      {
        "serve.chat.disk-filling",
        "the disk of {0} is {1} % full, and no message is ever removed: --keep-messages, --keep-time or --keep-bytes removes the oldest ones"
      },
      {
        "serve.chat.disk-full",
        "the disk of {0} has only {1} MiB left, so new messages are refused until it has more room; --keep-free says how much is kept free"
      },
      {"serve.chat.disk-has-room", "the disk of {0} has room again: new messages are taken"},
      {"serve.chat.no-history", "cannot keep messages in {0}: {1}"},
      {"serve.chat.names-unreadable", "cannot read the names in {0}: {1}"},
      {"serve.chat.names-too-large", "{0} is longer than 1 MiB"},
      {
        "serve.chat.names-line",
        "line {1} of {0} is not a name and a principal that no other line has, as in: ada CN=Ada Lovelace,O=Example"
      },
      {"serve.sessions", "--sessions is at least 1"},
      {"serve.no-terminal", "cannot use this terminal: {0}"},
      {"serve.draining", "finishing with {0} sessions, {1} at most; a second signal ends at once"},
      {"serve.draining-1", "finishing with {0} session, {1} at most; a second signal ends at once"},
      {"serve.streams-only", "listening on TCP only, since {0} works over streams only"},
      {"serve.listens-twice", "{0} is there twice; once is enough"},
      {
        "serve.two-logins",
        "--users and --auth exclude each other, and so do --users and keys; a session "
            + "has one login"
      },
    };
  }
}
