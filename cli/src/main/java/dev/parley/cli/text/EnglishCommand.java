package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of the command line itself: usage, ends, other tools, in English.
final class EnglishCommand extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {
        "command.end.refused-login",
        "the server went away right after the login: it refused the secret, or it was "
            + "stopped; check the key and the --auth of both sides"
      },
      {"command.end.peer-closed", "the server closed the conversation"},
      {"command.end.unsent", "the server closed the conversation before all of the input was sent"},
      {"command.end.untaken", "the server did not take the last {0} bytes"},
      {"command.end.output-closed", "cannot write the output: nobody reads it any more"},
      {"command.defect", "a defect of Parley, please report it: {0}"},
      {"command.end.timed-out", "the server said nothing for {0}"},
      {"command.closed.peer-closed", "the other side closed it"},
      {"command.closed.closed", "our side closed it"},
      {"command.closed.shutdown", "the server was shut down"},
      {"command.closed.revoked", "what had been proven at the login counts no longer"},
      {"command.closed.peer-reset", "the other side reset the connection"},
      {"command.closed.network-failed", "the network failed"},
      {"command.closed.unreachable", "nobody listens there"},
      {"command.closed.frame-too-large", "a message was too large"},
      {"command.closed.frame-malformed", "something came that is no message"},
      {"command.closed.frame-truncated", "the stream ended within a message"},
      {"command.closed.login-refused", "the login was refused"},
      {"command.closed.forged", "something came that the other side has not sealed"},
      {"command.closed.login-timeout", "the login took too long"},
      {"command.closed.frame-timeout", "a message took too long"},
      {"command.closed.idle-timeout", "nothing was said for too long"},
      {"command.closed.write-timeout", "the other side took nothing for too long"},
      {"command.closed.outbox-full", "the other side reads too slowly"},
      {"command.closed.half-close-timeout", "nothing more was said to a side that had ended"},
      {"command.closed.evicted", "it had to make room for another"},
      {"command.closed.uncarriable", "an answer did not fit"},
      {"command.closed.buffers-full", "too much was waiting"},
      {"command.closed.busy", "too many others were waiting"},
      {"command.closed.sessions-full", "there were too many others"},
      {"command.closed.handler-failed", "the program failed"},
      {"command.closed.defect", "there is a defect in the program"},
      {"command.end.wordless", "the server closed and has said nothing; {0}"},
      {"command.end.wordless-too", "{0}; it has said nothing; {1}"},
      {"command.end.login-failed", "the login failed: {0}"},
      {
        "command.end.cut",
        "{0}; what came before it is genuine, what should have followed may be missing"
      },
      {
        "command.end.protocol",
        "the server broke the protocol: {0}; do --framing and --auth fit it?"
      },
      {"command.number.not-whole-or-too-large", "'{0}' is no whole number, or too large a one"},
      {"command.number.takes-none", "'{0}' is not wanted: the option takes no value"},
      {"command.empty.address", "the address is empty"},
      {"command.empty.file", "the name of the file is empty"},
      {"command.empty.name", "the name is empty"},
      {"command.empty.value", "the value is empty"},
      {"command.empty.word", "the word is empty"},
      {"command.number.not-whole", "'{0}' is no whole number"},
      {"command.number.out-of-range", "'{0}' is out of any range"},
      {"command.number.too-much", "'{0}' is too much; at most {1} makes sense"},
      {"command.other.spelling", "it is {0} here"},
      {"command.other.tls-address", "TLS is part of the address: tls://HOST:PORT"},
      {"command.other.always-verified", "with tls:// the server is always verified"},
      {"command.other.keeps-serving", "leave it out: parley serve serves many at once"},
      {"command.other.serve-port", "to serve: parley serve -l PORT"},
      {"command.other.look-for-listener", "to look for a listener: parley port PORT"},
      {"command.other.ends-with-input", "our side ends with the input anyway"},
      {"command.other.leave-out", "leave it out"},
      {"command.other.no-programs", "no programs are started here"},
      {
        "command.other.no-chat-rooms",
        "rooms are a service: parley serve chat; with parley serve operator you answer all peers"
      },
      {"command.other.serve", "to serve: parley serve -l{0}"},
      {"command.other.connect", "to call a server: parley connect {0}"},
      {"command.other.two-readings", "{0}, or [{1}] for the default port"},
      {"command.address.udp-and-unix", "-u and -U exclude each other; datagrams go over UDP only"},
      {
        "command.address.both-families", "-4 and -6 exclude each other; without either both will do"
      },
      {
        "command.address.no-path",
        "-U needs the path of the server's socket, as in -U ./parley.sock"
      },
      {"command.address.port-range", "-p {0} is out of range; ports are 0 to 65535"},
      {"command.address.no-port", "-p {0} is for addresses with a port; {1} has none"},
      {
        "command.address.two-ports",
        "-p {0} and {1} name two ports; -p is for addresses without one"
      },
      {
        "command.address.two-ports-of-client",
        "-p {0} and {1} name two ports; -p is for addresses without one; the port to "
            + "call from is --local-port"
      },
      {"command.address.other-spelling", "'{0}' is no address here; write {1}"},
      {
        "command.address.too-many-words",
        "an address is one or two words, like 127.0.0.1 9000; these are too many"
      },
      {"command.address.invalid", "'{0}' is no address: {1}"},
      {"command.address.unix-port", "a Unix-domain address is one path, without a port"},
      {
        "command.address.memory",
        "{0} is an address within one Java program (Address.memory); the peers of this command are"
            + " in other processes"
      },
      {"command.address.empty-host", "the first word, the host, is empty"},
      {"command.address.second-word", "the second word is no port, a number from 0 to 65535"},
      {
        "command.address.family-of-tls",
        "-4 and -6 put an address in place of {0}, and a certificate is for the name; "
            + "write the address itself"
      },
      {"command.address.unknown-host", "the host {0} has no address"},
      {"command.address.not-in-family", "the host {0} has no IPv{1} address"},
      {"command.framing.max-message", "--max-message does not fit: {0}"},
      {
        "command.security.keys-and-key-file",
        "--keys and --key-file exclude each other; put the file into the folder of the " + "others"
      },
      {
        "command.security.keys-seal",
        "--keys seals, which --auth {0} does not; leave one of them out"
      },
      {"command.security.start", "{1} with {0} keys from {2}"},
      {"command.security.start-1", "{1} with {0} key from {2}"},
      {"command.security.unusable", "{0}; parley keygen NAME > NAME.key makes one"},
      {
        "command.security.none-with-key",
        "--auth none takes no key; leave out one of --auth and --key-file"
      },
      {
        "command.security.name-without-key",
        "--server-name is for sealed sessions; give --key-file FILE too"
      },
      {"command.security.auth", "--auth: {0}, or sealed with a key"},
      {"command.security.server-name", "--server-name: {0}"},
      {"command.security.auth-sealed", "--auth sealed: {0}"},
      {
        "command.security.no-key-in-file",
        "{0} holds no Parley key; parley keygen NAME > NAME.key makes one, and if this "
            + "is a secret for old programs, say --auth hmac-sha256 (or hmac-md5)"
      },
      {"command.security.key-file-unusable", "the key file {0} cannot be used: {1}"},
      {
        "command.security.no-key-in-variable",
        "{0} is set and holds no Parley key (parley keygen NAME > NAME.key makes one); "
            + "if it is a secret for old programs, say --auth hmac-sha256 (or hmac-md5), and "
            + "to go on without a key, --auth none, or unset it"
      },
      {
        "command.security.needs-key",
        "--auth {0} needs a key: use --key-file FILE or {1}; parley keygen NAME > "
            + "NAME.key makes one"
      },
      {"command.security.variable-unusable", "the key in {0} cannot be used: {1}"},
      {
        "command.security.variable-not-used",
        "{0} is set, and {1} does not use it; unset it, or leave out {1}"
      },
      {
        "command.security.key-of-variable",
        "the key comes from {0}, which every program started from here inherits; "
            + "--key-file FILE is safer"
      },
      {
        "command.security.secret-of-variable",
        "the secret comes from {0}, which every program started from here inherits; "
            + "--key-file FILE is safer"
      },
      {
        "command.security.empty-variable", "{0} is empty; put the secret into it, or use --key-file"
      },
      {
        "command.security.nobody-to-ask",
        "--auth {0} needs a secret, and there is nobody to ask for it; use --key-file "
            + "FILE or {1}"
      },
      {"command.security.empty-secret", "the secret is empty"},
      {"command.security.empty-file", "the key file {0} is empty; put the secret into it"},
      {
        "command.security.no-secret",
        "{0} holds a Parley key, which --auth {1} does not use; leave out --auth to seal "
            + "with it, or give a secret that old programs know"
      },
      {"command.security.secret-prompt", "secret"},
      {
        "command.tls.needs-address-to-serve",
        "the options of TLS are for addresses of the form tls://…; listen at one, as in "
            + "-l tls://127.0.0.1:9443"
      },
      {
        "command.tls.needs-address-to-call",
        "the options of TLS are for addresses of the form tls://…; call one, as in "
            + "tls://127.0.0.1:9443"
      },
      {
        "command.tls.needs-files",
        "tls:// needs --tls-cert FILE and --tls-key FILE; parley cert makes a pair to "
            + "try it with"
      },
      {"command.tls.one-trust", "--ca, --pin and --insecure exclude each other"},
      {"command.tls.two-certificates", "a client has one certificate; --tls-cert is there twice"},
      {"command.tls.insecure", "--insecure: {0}"},
      {"command.tls.min", "--tls-min: {0}"},
      {"command.tls.pin", "--pin: {0}"},
      {"command.tls.pairs", "--tls-cert and --tls-key come in pairs"},
      {
        "command.server.challenge",
        "the server sent 32 random bytes, as one does that asks for a login; its secret goes into a file: --auth hmac-md5 --key-file FILE, or hmac-sha256"
      },
      {
        "command.server.needs-key",
        "the server talks with those alone who have a key; give yours by --key-file FILE"
      },
      {
        "command.server.needs-user",
        "the server asks for a user and a password; give yours by --user NAME"
      },
      {
        "command.server.tls-inside-tls",
        "the server answered inside TLS that it talks TLS, as one does that stands behind a proxy for TLS; one of the two must be plain"
      },
      {"command.server.tls", "the server talks TLS; call it with tls:// instead of tcp://"},
      {"command.server.perhaps-framing", "perhaps it has another --framing"},
      {
        "command.server.perhaps-user-or-framing",
        "perhaps it asks for a user (--user) or has another --framing"
      },
      {
        "command.server.perhaps-tls-key-or-framing",
        "perhaps it talks TLS (tls://), asks for a key (--key-file) or has another --framing"
      },
    };
  }
}
