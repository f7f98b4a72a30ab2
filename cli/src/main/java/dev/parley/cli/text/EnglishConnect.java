package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `connect`, in English.
final class EnglishConnect extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"connect.chat-server", "this is a chat server: add --room '#lobby'"},
      {"connect.port-zero", "port 0 is no port to connect to; name the one the server has"},
      {"connect.broadcast-without-udp", "--broadcast is for UDP; use udp://… or -u"},
      {
        "connect.two-logins",
        "--user and --auth exclude each other, and so do --user and a key; a session has one login"
      },
      {
        "connect.stream-without-messages",
        "--framing stream passes bytes and knows no messages; {0} needs another framing, such as raw"
      },
      {"connect.option-without-user", "{0} needs --user NAME"},
      {
        "connect.user-without-tls",
        "--user needs TLS, so that nobody reads along: use an address of the form tls://…"
      },
      {"connect.user-unusable", "--user: {0}"},
      {"connect.min-rounds-out-of-range", "--min-rounds: {0} is not from {1} to {2}"},
      {"connect.password-question", "password for {0}"},
      {
        "connect.password-from-variable",
        "the password comes from {0}, which every program started from here inherits; --password-file FILE is safer"
      },
      {
        "connect.password-missing",
        "--user needs a password, and there is nobody to ask for it; use --password-file FILE or {0}"
      },
      {"connect.password-file-unusable", "the password file {0} cannot be used: {1}"},
      {"connect.connected", "connected to {0}"},
      {"connect.connected-at-prompt", "connected to {0}; Ctrl-D ends our side, Ctrl-C leaves"},
      {
        "connect.framing-settled",
        "the server ends no lines, so this talk is raw from now on; --framing {0} says so from the start"
      },
      {"connect.defect-survived", "something failed inside and was survived: {0}"},
      {"connect.datagram-lost", "a datagram was lost here: {0}"},
      {"connect.datagrams-lost", "{0} datagrams were lost here altogether"},
      {"connect.unreachable-going-on", "{0}; going on"},
      {
        "connect.our-side-ended", "our side has ended; waiting for the server to end, Ctrl-C leaves"
      },
      {
        "connect.server-side-ended",
        "the server has ended its side; what you type is still sent, Ctrl-D ends"
      },
      {"connect.server-said-goodbye", "the server said goodbye"},
      {"connect.conversation-broken", "the talk broke off: {0}"},
      {"connect.output-failed", "cannot write the output: {0}"},
      {"connect.not-sent", "{0}; not sent"},
      {
        "connect.empty-lines",
        "empty lines are not sent: a stream without framing cannot carry them"
      },
      {"connect.message-too-long", "a message of {0} bytes exceeds the maximum of {1}"},
      {"connect.input-line", "line {0} of the input: {1}"},
      {
        "connect.input-line-too-long", "line {0} of the input: longer than the maximum of {1} bytes"
      },
      {"connect.input-failed", "cannot read the input: {0}"},
      {
        "connect.turn-unanswered",
        "a line got no answer within {0}, so the others are sent without waiting for one; --turns waits for each"
      },
      {
        "connect.too-much-typed",
        "the server takes nothing, and as much as may be waits for it already; not sent"
      },
      {"connect.terminal-unusable", "the terminal cannot be used: {0}"},
      {"connect.terminal-unreadable", "the terminal cannot be read any more: {0}"},
      {"connect.terminal-gone", "it has gone"},
      {
        "connect.no-ready",
        "the server has not said ready to what was announced to it; does it have --framing ready?"
      },
      {
        "connect.server-talks-http",
        "the server talks HTTP, which knows no such messages; --framing raw shows what it says"
      },
      {
        "connect.server-talks-ssh",
        "the server talks SSH, which the program ssh is for; --framing raw shows what it says"
      },
      {
        "connect.perhaps-too-large",
        "perhaps its answer is larger than a sealed datagram carries, {0} bytes"
      },
      {
        "connect.silent-in-tls",
        "{0} has not answered in TLS yet; if it is a plain server, call it with tcp://"
      },
      {
        "connect.silent-in-login",
        "{0} has not begun the login yet; if it asks for none, leave out the key or --auth; if it talks TLS, call it with tls://"
      },
    };
  }
}
