package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `--help`, in English.
final class EnglishHelp extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"help.heading.usage", "Usage: "},
      {"help.heading.commands", "Commands:"},
      {"help.man.name", "NAME"},
      {"help.man.synopsis", "SYNOPSIS"},
      {"help.man.summary", "talk over TCP and UDP"},
      {"help.short.all", "All options: {0} --help"},
      {
        "help.short.commands",
        "All of this with examples: parley --help. A command's options: parley COMMAND -h"
      },
      {"help.parley.description", "Talk over TCP and UDP."},
      {
        "help.parley.footer",
        """
        Exit codes: 0 fine, 1 network failure, 2 wrong usage or configuration, 3 login
        refused, 4 the peer broke the protocol, 70 a defect of Parley, 129 after SIGHUP,
        130 after SIGINT, 143 if SIGTERM cut something. PARLEY_DEBUG=1 shows where a
        failure came from.

        Examples:
          parley serve upper                    on tcp and udp, 127.0.0.1:9000
          printf 'hello\\n' | parley connect     prints HELLO
          parley keygen laptop > laptop.key     for talk that others cannot read
          parley port 9000                      who has the port?
          ./parley install                      in a clone: as a command on PATH
        """
      },
      {"help.standard.help", "-h shows the most used options, --help all."},
      {"help.standard.version", "Print the version, commit, JDK and system."},
      {"help.heading.serve", "What:"},
      {"help.serve.description", "Serve peers over TCP, UDP and Unix-domain sockets, all at once."},
      {"help.serve.synopsis", "parley serve [SERVICE] [ADDRESS | HOST PORT] [OPTION]..."},
      {
        "help.serve.service",
        "chat (rooms with history), echo (RFC 862), discard (863), daytime (867), upper, reply "
            + "(--text), print (shows messages), operator (a person answers). Default: chat"
      },
      {"help.serve.framing-default", "auto; line with a key or a login"},
      {
        "help.serve.tls-cert",
        "The server's certificate, PEM, followed by those of its issuers. With several, a "
            + "client is shown the one for the name it calls. Read again when the file changes"
      },
      {
        "help.serve.tls-key",
        "The certificate's private key, PEM, without a passphrase; as often as "
            + "--tls-cert, in the same order"
      },
      {
        "help.serve.receive-buffer",
        "The kernel's buffer for what arrives. Default: the system's; for UDP listeners "
            + "1M, or as much as the system allows"
      },
      {
        "help.serve.text",
        "What reply answers; {message}, {peer}, {address}, {port} and {time} stand for "
            + "themselves, {{ for {"
      },
      {
        "help.serve.ascii",
        "upper: map a to z and leave every other byte alone, as bytes.upper() in Python "
            + "does. Default: the rules of Unicode, as str.upper() (ß becomes SS)"
      },
      {
        "help.serve.show",
        "Show each message on stdout before it is answered, as print does. print and "
            + "operator always do"
      },
      {"help.serve.once", "Close each session after its first message. Default: go on"},
      {"help.serve.quit-word", "A message that is answered and ends its session; may be repeated"},
      {
        "help.serve.close-word",
        "A message that ends its session without an answer; may be repeated"
      },
      {
        "help.serve.sessions",
        "End after N sessions, and accept no more than these; a UDP peer counts once its "
            + "first datagram was handled. Default: go on"
      },
      {"help.serve.loops", "Threads that serve. Default: one for two cores"},
      {
        "help.serve.short",
        """
        SERVICE: chat, echo, discard, daytime, upper, reply, print, operator (you).
          -l, --listen=ADDRESS    tcp://host:port, udp://host:port, tls://host:port or
                                  unix:/path; may be repeated
          -p=PORT                 the port where no address is given; 9000
          -u, --udp               UDP alone
              --allow-plain       let others call, who could read what is said
              --text=TEXT         what reply answers
              --quit-word=WORD    a message that is answered and ends its session
              --show              show each message before it is answered
              --framing=FORM      auto, line, raw, stream, length:4be, ...
              --keys=FOLDER       who may call: a key file for each; seals the talk
              --users=FILE        who may log in through TLS, by name and password
              --tls-cert=FILE --tls-key=FILE
                                  the certificate of tls:// addresses
              --data=FOLDER       where chat keeps what is said; parley-data
              --history=WHERE     how chat keeps it: disk, memory, none
              --operator=NAME     chat: who has logged in as NAME is an operator
          -v, --verbose           tell who comes and goes
        """
      },
      {
        "help.serve.footer",
        """
        stdout holds messages and nothing else. operator, and print and --show at a
        terminal, show them as 'PEER: text', made safe to look at; print and --show into
        a pipe write their bytes and a newline after each (none with --framing stream).
        All else is on stderr.
        Words that end a talk: --quit-word is answered, then the session is closed;
        --close-word closes it unanswered. operator shows both kinds and closes that
        session; typed, they are sent first. connect --quit-word is sent, then nothing
        more is; connect --leave-word leaves at once without sending it.
        operator: /help lists what you can type; /quit or Ctrl-D ends it, the end of a
        piped stdin does not; Ctrl-C drops a half-typed line, and ends it where there is
        none. chat at a terminal: what you type is said in #lobby by a member called
        operator, who may do everything; /quit or Ctrl-C ends the server.
        SIGINT and SIGTERM let open sessions finish, 10 s at most; a second one
        ends at once. Files of keys, users and certificates are followed; SIGHUP has
        them read at once.
        Exit codes: 0 fine (/quit, --sessions, SIGTERM), 1 port taken, or stdout failed
        or lost messages, 2 wrong usage, 130 after SIGINT, 143 if SIGTERM cut a session
        or lost messages; docs/EXIT-CODES.md lists every cause.

        Examples:
          parley serve                          chat rooms, kept in ./parley-data
          parley serve chat --data /srv/chat --keys keys/ --operator ada -l 0.0.0.0:9000
          parley serve upper -l tcp://127.0.0.1:0 -l udp://127.0.0.1:0 -l unix:./p.sock
          parley serve reply --text 'server send :{message}' --framing raw --quit-word q
          parley serve reply --text bye --once
          parley serve upper --ascii --framing raw --close-word over --show
          parley serve operator --framing raw --quit-word q --quit-word Q --sessions 1
          parley serve upper --keys keys/ -l tcp://127.0.0.1:9000
          parley serve upper --framing length:4le --reply-framing raw \\
              --auth hmac-md5 --key-file key.txt
          parley serve print -l udp://127.0.0.1:9000 > messages.txt
        """
      },
      {"help.heading.listen", "Where (default: tcp://127.0.0.1:9000 and udp://127.0.0.1:9000):"},
      {
        "help.listen.listen",
        "Listen here; may be repeated. Forms: tcp://host:port tls://host:port "
            + "udp://host:port unix:/path host:port [::1]:port port. Port 0 is any free one. "
            + "Host * is every address of this machine, 0.0.0.0 of IPv4 alone, [::] of IPv6 "
            + "alone"
      },
      {
        "help.listen.allow-plain",
        "Let others reach this server although they could read and change what is said. "
            + "Default: only loopback without a key"
      },
      {
        "help.listen.proxy-from",
        "Demand a PROXY header (version 1 or 2; datagrams 2) of everybody, from these "
            + "senders alone, and take its client for the peer. Addresses and blocks with "
            + "commas, as in 127.0.0.1,10.0.0.0/8; unix for all peers of unix: listeners. For "
            + "one listener: -l 'ADDRESS?proxy-from=LIST', where none stands for no header"
      },
      {"help.heading.address", "Addresses:"},
      {"help.address.udp", "Addresses without a scheme are UDP"},
      {"help.address.unix", "Addresses without a scheme are Unix-domain socket files"},
      {
        "help.address.p",
        "The port to serve on or to call, of an address without one. Default: 9000"
      },
      {"help.address.4", "IPv4 only; * is 0.0.0.0"},
      {"help.address.6", "IPv6 only; * is [::]"},
      {"help.heading.framing", "Framing, the same at both ends (datagrams need none):"},
      {
        "help.framing.framing",
        "How requests, from client to server, are marked off: auto (line, or raw where "
            + "the first bytes have no line end and 0.5 s of silence follows), line, "
            + "line:crlf, raw, stream, length:{1,2,4,8}{be,le}, length:varint, "
            + "delimiter:%0D%0A, fixed:N, netstring, ready. With :chars behind them, length "
            + "and ready count characters (Python's len). Default: {0}"
      },
      {
        "help.framing.reply-framing",
        "How replies, from server to client, are marked off. Default: the same as " + "--framing"
      },
      {
        "help.framing.max-message",
        "The largest message taken from a peer. Default: 1m, auto and line 64k"
      },
      {
        "help.framing.allow-http",
        "Take what HTTP clients send as messages. Default: without a key, a login or TLS "
            + "a session that begins with an HTTP request or with TLS ends, since any web page "
            + "can make a browser send one; raw, stream and fixed take everything"
      },
      {"help.heading.security", "Keys and logins, the same at both ends:"},
      {
        "help.security.key-file",
        "The file with the key (parley keygen), which seals all that is said; with "
            + "--auth hmac-…, the file with the secret, whose last newline does not count. "
            + "Default: the environment variable PARLEY_KEY, which must be usable if it is "
            + "set, unless with --auth none; for a secret also a prompt"
      },
      {
        "help.security.auth",
        "sealed, sealed:chachapoly (faster on processors without AES), none; for old "
            + "programs hmac-sha256 or hmac-md5 (a secret; leaves the data open to readers). "
            + "Default: sealed with a key, none without"
      },
      {
        "help.security.server-name",
        "What both sides call the server, where several know the same key. Default: none"
      },
      {
        "help.security.keys",
        "The keys of all who may call: the files *.key of a folder, or one file. Read "
            + "again when they change and on SIGHUP"
      },
      {"help.heading.tls", "TLS, for addresses of the form tls://host:port:"},
      {
        "help.tls.client-ca",
        "Let in only clients with a certificate that one of these authorities has "
            + "signed. Read again when the file changes and on SIGHUP"
      },
      {
        "help.tls.tls-min",
        "The oldest version of TLS to accept: 1.3, or 1.2 for old peers. Default: 1.3"
      },
      {
        "help.tls.ca",
        "Believe servers with a certificate for the name that is called, signed by one "
            + "of these authorities (or one of these itself). Default: the authorities that "
            + "this Java knows"
      },
      {
        "help.tls.pin",
        "Believe only a server with this key, whatever its certificate's name; parley "
            + "cert prints a pin"
      },
      {"help.tls.insecure", "Accept any server, so that somebody in between can read along"},
      {"help.tls.tls-cert", "This client's own certificate, PEM, for servers that ask for one"},
      {"help.tls.tls-key", "Its private key, PEM, without a passphrase"},
      {"help.heading.chat", "Rooms, for the service chat:"},
      {
        "help.chat.data",
        "Where the messages are kept: a folder of its own, made if it is missing. Default: "
            + "parley-data"
      },
      {
        "help.chat.history",
        "disk: a message is acknowledged when the disk has it; memory: the last 10,000 of a room, "
            + "until the server ends; none. Default: disk"
      },
      {"help.chat.operator", "Who has logged in as NAME operates the rooms; repeatable"},
      {
        "help.chat.chat-names",
        "The names in the rooms of those who log in: a name and a principal on each line. "
            + "Default: the key's or user's name, or the CN of a certificate"
      },
      {"help.chat.memory-room", "Keep this room's messages in memory alone; repeatable"},
      {
        "help.chat.chat-rate",
        "Messages a second of one member, after 10 at once; more are delayed. 0 is any. "
            + "Default: 5"
      },
      {"help.chat.keep-messages", "Keep the last N messages of a room. Default: all"},
      {"help.chat.keep-time", "Keep messages for this long. Default: for ever"},
      {"help.chat.keep-bytes", "Keep the last messages that fit into this. Default: all"},
      {
        "help.chat.keep-free",
        "Refuse new messages while the disk has less than this left; 0 never. Default: 64m, at most a tenth of the disk"
      },
      {"help.heading.users", "People and their passwords, inside TLS:"},
      {
        "help.users.users",
        "Who may log in (parley passwd); with addresses of the form tls://… only. Read "
            + "again when the file changes and on SIGHUP"
      },
      {
        "help.users.allow-unbound",
        "Also take logins that are not bound to the TLS connection, for clients whose "
            + "TLS does not reach to this server"
      },
      {"help.heading.limit", "Limits (times like 500ms, 3s, 2m, off; sizes like 64k, 1m):"},
      {
        "help.limit.max-sessions",
        "Sessions at once, lowered to what this process may open. Default: " + "${DEFAULT-VALUE}"
      },
      {
        "help.limit.max-per-address",
        "Sessions at once of one peer address. Default: 64, and any number for this "
            + "machine's own unless set"
      },
      {
        "help.limit.rate",
        "Messages a second of one session; over it we read later, nothing is dropped. 0 "
            + "is any. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.limit.byte-rate", "Bytes a second of one session, likewise. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.limit.max-outbox",
        "Bytes that may wait for a peer who reads slowly; over it the session ends. "
            + "Default: ${DEFAULT-VALUE}"
      },
      {
        "help.limit.max-buffered",
        "Bytes that may wait in all stream sessions together; over it the one that holds "
            + "most ends. Default: a quarter of the memory that Java may use"
      },
      {
        "help.limit.idle-timeout",
        "End a stream session without a byte either way. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.limit.datagram-idle-timeout",
        "Forget a UDP peer without a datagram. Default: ${DEFAULT-VALUE}"
      },
      {"help.limit.frame-timeout", "To finish a message that was begun. Default: ${DEFAULT-VALUE}"},
      {
        "help.limit.write-timeout",
        "For a peer to take any byte of what waits, then 1000 a second. Default: "
            + "${DEFAULT-VALUE}"
      },
      {
        "help.limit.unacknowledged-timeout",
        "For a peer's system to acknowledge what was sent, or to have room for it (TCP "
            + "on Linux). Default: ${DEFAULT-VALUE}"
      },
      {"help.limit.login-timeout", "For the whole login. Default: ${DEFAULT-VALUE}"},
      {
        "help.heading.admission",
        "Who may call (BLOCK is an address, 10.0.0.0/8, or some with commas):"
      },
      {"help.admission.allow", "Only these may call. Default: everybody"},
      {"help.admission.deny", "These may not call, even if --allow has them"},
      {
        "help.admission.exempt",
        "No limit per address holds for these, such as a classroom behind one address. "
            + "This machine's own are exempt unless --max-per-address is set"
      },
      {
        "help.admission.ipv6-prefix",
        "How much of an IPv6 address counts as one address; its /56 has 4 times as much, "
            + "its /48 16 times. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.admission.connection-rate",
        "Connections a second of one address; over it they are closed at once. 0 is any. "
            + "Default: ${DEFAULT-VALUE}"
      },
      {
        "help.admission.connection-burst",
        "Connections of one address at once. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.admission.max-logins",
        "Peers in login at once, besides --max-sessions; over it the oldest of the "
            + "address with most of them leaves. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.admission.max-logins-per-address",
        "The same of one address. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.admission.max-penalty",
        "How long failed logins may keep an address out: 5s for each wrong proof, from "
            + "the third on. off is not at all. Default: ${DEFAULT-VALUE}"
      },
      {"help.heading.datagram", "UDP without keys:"},
      {
        "help.datagram.udp-answers",
        "Answers a second to one host, of all services but operator; one that is sent "
            + "more than 10 a second for long loses one in 1024. Two services that answer each "
            + "other would never stop otherwise. 0 is any. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.datagram.udp-newcomers",
        "Senders that are let in a second when they send for the first time, 1,000 of "
            + "them at once; those beyond are when they send again. 0 is any. Default: "
            + "${DEFAULT-VALUE}"
      },
      {"help.heading.socket", "Sockets:"},
      {"help.socket.send-buffer", "The kernel's buffer for what leaves. Default: the system's"},
      {
        "help.socket.no-delay",
        "--no-delay sends small messages at once, and is the default; --delay has TCP "
            + "collect them"
      },
      {
        "help.socket.keep-alive",
        "--keep-alive notices peers that vanished without a word, and is the default"
      },
      {"help.socket.backlog", "Connections that wait to be accepted. Default: 4096"},
      {"help.socket.receive-buffer", "The kernel's buffer for what arrives. Default: the system's"},
      {"help.heading.report", "Output:"},
      {"help.report.verbose", "Tell of every session: who, why it ended, how long, how much"},
      {"help.report.quiet", "Tell where we listen, then only what is wrong on our side"},
      {"help.report.json", "Tell every event as a JSON object a line, see docs/EVENTS.md"},
      {"help.shared.transcript", "Add both sides' messages to FILE as JSON objects, one a line"},
      {"help.heading.connect", "Connecting:"},
      {
        "help.connect.description",
        """
        Talk with a server.

        At a terminal: a prompt with editing and history. Ctrl-D ends our side; Ctrl-C
        drops a half-typed line, and leaves where there is none, at any time. What the
        server says stands behind '<'.
        From a pipe: each line of the input is a message and each message received is
        printed as a line (--framing stream passes the bytes as they are). The end of
        the input ends our side, then replies are read until the server closes, or
        until none has come for --wait (over UDP 1s).
        A server that ends its side first is still sent the rest, until it takes no
        more (TLS 1.2 has no half-close). If it has closed, an idle talk ends at once.
        """
      },
      {"help.connect.synopsis", "parley connect [ADDRESS | HOST PORT] [OPTION]..."},
      {"help.connect.framing-default", "auto; line with a key, a login or --reply-framing"},
      {"help.connect.local-port", "The port to call from. Default: any"},
      {
        "help.connect.connect-timeout",
        "How long connecting may take, as 500ms, 3s or 2m: looking up the host and all "
            + "its addresses together. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.connect.unacknowledged-timeout",
        "How long the server's system may acknowledge nothing, or have no room (TCP on "
            + "Linux). Default: 1m where somebody types, else off"
      },
      {
        "help.connect.broadcast",
        "UDP: the address may be a broadcast address; all answers are shown"
      },
      {
        "help.connect.short",
        """
        ADDRESS: tcp://host:port, udp://host:port, tls://host:port or unix:/path;
        tcp://127.0.0.1:9000 where there is none. Ctrl-D ends our side, Ctrl-C leaves.
          -u, --udp               UDP
          -w, --connect-timeout=TIME
                                  how long connecting may take; 10s
              --wait=TIME         how long an answer is awaited after the input's end
              --name=NAME         talk in chat rooms, under this name
              --room=ROOM         a room to be in; #lobby
              --quit-word=WORD    a line that is sent, and nothing after it
              --framing=FORM      auto, line, raw, stream, length:4be, ...
              --hex               show bytes in hex, and type them so
              --key-file=FILE     the key of a sealed talk, or of --auth
              --user=NAME         log in through TLS, by name and password
              --ca=FILE           whose certificates the server may have
          -v, --verbose           tell who is connected and how it ended
        """
      },
      {
        "help.connect.footer",
        """
        Exit codes: 0 fine, 1 network failure, input that was not sent or output that
        was not written, 2 wrong usage or a line that cannot be sent, 3 login refused,
        4 the server broke the protocol; docs/EXIT-CODES.md lists every cause.

        Examples:
          printf 'hello\\n' | parley connect tcp://127.0.0.1:9000
          parley connect -u 127.0.0.1 9000
          parley connect --name ada             chat rooms: #lobby of the server
          parley connect tcp://127.0.0.1:9000 --key-file laptop.key
          printf 'ff 00 0a\\n' | parley connect --framing length:2be --hex
        """
      },
      {
        "help.words.address",
        "tcp://host:port, tls://host:port, udp://host:port, unix:/path, host:port, or "
            + "two words. Default: tcp://127.0.0.1:9000"
      },
      {"help.heading.member", "Chat rooms, with --name or --room:"},
      {
        "help.member.name",
        "Talk in chat rooms under this name. After a login the name is the proven one"
      },
      {
        "help.member.room",
        "A room to be in, such as ops, or @bob for a talk with bob; may be repeated. The "
            + "input of a pipe is said in the first; a line with / in front is a command, // says "
            + "a slash. Default: #lobby"
      },
      {"help.member.bell", "Ring when somebody mentions your name"},
      {"help.heading.talk", "Talking:"},
      {
        "help.talk.wait",
        "How long an answer is awaited. Once the input has ended, exit 0 after so long "
            + "without data. Default: for ever, until the server ends; over UDP 1s. Also "
            + "between lines that go turn by turn; default 1s"
      },
      {
        "help.talk.turns",
        "Send each line when the one before was answered, or after --wait. Default: raw "
            + "does so until a line gets no answer; ready always does"
      },
      {
        "help.talk.timeout",
        "Once the input has ended, give up (exit 1) when nothing is received for so "
            + "long; over UDP, when there is no reply at all. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.talk.quit-word",
        "A line that is sent, and nothing after it; may be repeated. Received, it ends "
            + "the talk"
      },
      {
        "help.talk.leave-word",
        "A line that ends the talk without being sent; may be repeated. Received, it "
            + "ends it too"
      },
      {
        "help.talk.stamp",
        "Put the time before each message that is sent: [Sat Nov 21 10:00:00 2026]:text"
      },
      {
        "help.talk.hex",
        "Lines typed are bytes in hex (48 65 6c6c6f), and so is what is shown: at a "
            + "terminal as a dump, in a pipe one line a message"
      },
      {
        "help.talk.json",
        "Messages received are JSON objects, one a line, and so is what else is told on " + "stderr"
      },
      {
        "help.talk.history",
        "Keep the lines typed at the prompt for the next time. Default: on, but off "
            + "where the talk is encrypted"
      },
      {"help.talk.verbose", "Tell on stderr who is connected and how it ended"},
      {"help.heading.password", "A name and a password, inside TLS:"},
      {"help.password.user", "Who logs in, at a server of the form tls://… that has --users"},
      {
        "help.password.password-file",
        "The file with the password, one line. Default: the environment variable "
            + "PARLEY_PASSWORD, or a prompt at a terminal"
      },
      {
        "help.password.unbound",
        "Do not bind the login to the TLS connection: for servers whose TLS ends before "
            + "it gets to them. Needs a certificate that can be verified"
      },
      {
        "help.password.min-rounds",
        "The fewest rounds of PBKDF2 that the server may ask for: each makes guessing "
            + "the password dearer for somebody who only plays the server. Default: 15000, "
            + "with --insecure 600000"
      },
      {"help.heading.keygen", "Where:"},
      {
        "help.keygen.description",
        "Make a key of 32 random bytes, with the name of who will talk with it."
      },
      {"help.keygen.synopsis", "parley keygen NAME [-o FILE | > FILE]"},
      {"help.keygen.name", "Who talks with it: letters, digits and . _ - @, at most 64"},
      {"help.keygen.out", "Make this file, which only you can read; it must not exist yet"},
      {"help.keygen.show", "Print the key even at a terminal, where others may see it"},
      {
        "help.keygen.footer",
        """
        Both sides need the file: carry it by a way that you trust, such as scp.
        Anybody who has it can talk as NAME. A server takes it by --keys or --key-file,
        a client by --key-file.
        Exit codes: 0 fine, 1 could not be written, 2 wrong usage.

        Examples:
          parley keygen laptop > laptop.key
          parley keygen laptop -o keys/laptop.key
        """
      },
      {"help.heading.passwd", "Or:"},
      {
        "help.passwd.description",
        "Set the password of a user, in a file that a server takes by --users."
      },
      {
        "help.passwd.synopsis",
        """
        parley passwd FILE NAME [--delete]
               parley passwd FILE --list
        """
      },
      {
        "help.passwd.file",
        "The file, made if it is not there, and the user: letters of one writing system, "
            + "digits and . _ - @"
      },
      {"help.passwd.delete", "Remove the user"},
      {"help.passwd.list", "Print who is in the file"},
      {
        "help.passwd.footer",
        """
        Asks for the password twice, unseen; from a pipe it takes one line. The file
        holds no password, but what one can be guessed from: it is made for its owner
        alone. A server takes it by --users, a client logs in by --user.
        Exit codes: 0 fine, 1 could not be written, 2 wrong usage.

        Examples:
          parley passwd users alice
          parley passwd users alice --delete
          parley passwd users --list
        """
      },
      {"help.heading.bench", "Load:"},
      {
        "help.bench.description",
        """
        Put a load on a server and measure it.

        Closed loop (--depth): each connection keeps so many requests in flight; the
        next leaves when an answer comes. Open loop (--rate): requests leave by the
        clock and latency counts from when each was due, so that a server that stalls
        is charged for what would have come meanwhile. Answers are checked. The figures
        go to stdout, everything else to stderr.
        """
      },
      {"help.bench.synopsis", "parley bench [ADDRESS | HOST PORT] [OPTION]..."},
      {"help.bench.framing-default", "line"},
      {"help.bench.connections", "Connections that send; over UDP, sockets. Default: 10"},
      {"help.bench.size", "Bytes of a message. Default: 64, or N with --framing fixed:N"},
      {
        "help.bench.depth",
        "Closed loop: requests in flight on each connection. Default: 1, without --rate"
      },
      {"help.bench.rate", "Open loop: requests a second, all connections together"},
      {"help.bench.duration", "How long to measure. Default: 10s"},
      {"help.bench.warmup", "How long the load is on before that. Default: 2s"},
      {
        "help.bench.idle",
        "Connections more that say nothing; to a loopback server from 127.0.0.2 and on, "
            + "so that 10,000 and more fit. Default: 0"
      },
      {"help.bench.loops", "Threads that carry the load. Default: 1"},
      {
        "help.bench.expect",
        "What a right answer is: echo, upper, any (not looked at), auto (whichever of "
            + "the first two the first answer is). Default: auto"
      },
      {"help.bench.late", "UDP: an answer after that is late, none is lost. Default: 1s"},
      {"help.bench.timeout", "How long connecting and the first answer may take. Default: 5s"},
      {
        "help.bench.pid",
        "The server's process: measure its processor time per message and its memory"
      },
      {"help.bench.json", "Print the figures as a JSON object, see docs/BENCH.md"},
      {"help.bench.report", "Write a page with charts too: one HTML file that needs no other"},
      {
        "help.bench.short",
        """
        ADDRESS: tcp://host:port, udp://host:port, tls://host:port or unix:/path;
        tcp://127.0.0.1:9000 where there is none.
          -c, --connections=N     connections that send; 10
          -s, --size=SIZE         bytes of a message; 64
              --depth=N           requests in flight on each connection; 1
              --rate=N            requests a second by the clock instead
          -d, --duration=TIME     how long to measure; 10s
              --idle=N            more connections, which say nothing; 0
              --pid=PID           the server's process, to measure its costs
              --report=FILE       a page with the figures and charts
              --json              the figures as a JSON object
        """
      },
      {
        "help.bench.footer",
        """
        Exit codes: 0 fine, 1 a connection failed, 2 wrong usage, 3 login refused or
        missing, 4 an answer was wrong, or the server talks another protocol, 130 and
        143 after SIGINT and SIGTERM, which end the run and print what was measured so
        far.

        Examples:
          parley bench tcp://127.0.0.1:9000 -c 100 --depth 32 --framing length
          parley bench udp://127.0.0.1:9000 --rate 50000 --size 200
          parley bench --rate 1000 --pid 4711 --report report.html
        """
      },
      {
        "help.history.description",
        "Search, export, back up, check and purge the messages that serve chat keeps."
      },
      {"help.history.synopsis", "parley history COMMAND [OPTION]..."},
      {
        "help.history.footer",
        """
        All but import and purge also work while a server has the folder.
        Exit codes: 0 fine, 1 damage was found, or something could not be written, 2
        wrong usage, or a folder or file that cannot be used.

        Examples:
          parley history search --room '#ops' disk full
          parley history backup /backup/chat.db --data /srv/chat
        """
      },
      {
        "help.shared.data",
        "The folder that serve chat keeps messages in; to read, also a backup. Default: "
            + "parley-data"
      },
      {"help.search.description", "Find messages that have all of the words, in any case."},
      {"help.search.synopsis", "parley history search [OPTION]... WORD..."},
      {"help.search.word", "Whole words; of Chinese and the like any part, a single character too"},
      {
        "help.search.room",
        "Search only here; may be repeated. Default: all rooms, but no talks of two"
      },
      {"help.search.private", "Search talks of two, too"},
      {"help.search.limit", "Show the last N. Default: 100"},
      {"help.search.before", "Only what was said before: 14:30, 2026-11-21, or both in quotes"},
      {"help.search.json", "JSON objects, one a line, with the ids of messages"},
      {
        "help.search.footer",
        """
        Example: parley history search --room '#ops' --before 2026-11-21 disk full
        """
      },
      {"help.rooms.description", "List the rooms, and the numbers of the messages that are kept."},
      {"help.rooms.synopsis", "parley history rooms [OPTION]..."},
      {"help.rooms.private", "List talks of two, too"},
      {"help.rooms.json", "JSON objects, one a line"},
      {
        "help.rooms.footer",
        """
        Example: parley history rooms --data /srv/chat
        """
      },
      {"help.export.description", "Write all rooms and messages as JSON Lines, private talks too."},
      {"help.export.synopsis", "parley history export [FILE | > FILE] [OPTION]..."},
      {"help.export.file", "Make this file, which only you can read; - is stdout, the default"},
      {
        "help.export.footer",
        """
        Example: parley history export | gzip > messages.jsonl.gz
        """
      },
      {"help.import.description", "Read what export has written, all of it or nothing."},
      {"help.import.synopsis", "parley history import FILE [OPTION]..."},
      {"help.import.file", "The file; - is stdin"},
      {"help.import.data", "An empty folder, or one that is made. Default: parley-data"},
      {
        "help.import.footer",
        """
        Example: parley history import messages.jsonl --data /srv/chat
        """
      },
      {
        "help.backup.description",
        "Copy everything into one file, private talks and the server's secrets too."
      },
      {"help.backup.synopsis", "parley history backup FILE [OPTION]..."},
      {"help.backup.file", "Make this file, which only you can read; it must not exist yet"},
      {
        "help.backup.footer",
        """
        A server starts from it as history.db in a folder of its own.

        Example: parley history backup /backup/chat.db --data /srv/chat
        """
      },
      {"help.verify.description", "Read everything, and say what is damaged, one sentence a line."},
      {"help.verify.synopsis", "parley history verify [OPTION]..."},
      {
        "help.verify.salvage",
        "Copy what can be read into this folder, which is made or empty; the old one stays as it "
            + "is"
      },
      {
        "help.verify.footer",
        """
        Exit codes: 0 sound, 1 damaged, saved or not, 2 wrong usage, or no messages.

        Example: parley history verify --data /srv/chat --salvage /srv/saved
        """
      },
      {
        "help.purge.description",
        "Remove what was said for good: texts, names, and the bytes in the file."
      },
      {
        "help.purge.synopsis",
        "parley history purge (--id ID | --member NAME | --room ROOM) [OPTION]..."
      },
      {"help.purge.id", "The message with this id, which search --json shows, and its edits"},
      {
        "help.purge.member",
        "All that was said under this name, and under any by the one who has proven it"
      },
      {
        "help.purge.room",
        "This room with all that was said there; who enters it later enters a new one"
      },
      {"help.purge.yes", "Do not ask; needed where there is no terminal"},
      {
        "help.purge.footer",
        """
        Stop the server first. Backups and exports keep what they have.

        Example: parley history purge --member mallory --data /srv/chat
        """
      },
      {
        "help.cert.description",
        "Make a self-signed certificate and its key (EC, P-256, good for a year), to try "
            + "TLS with or for clients that go by its pin, which is printed."
      },
      {"help.cert.synopsis", "parley cert [NAME]... [OPTION]..."},
      {
        "help.cert.name",
        "The hosts and IP addresses that it is for. Default: localhost 127.0.0.1 ::1"
      },
      {
        "help.cert.out",
        "Where the files go: PATH-cert.pem and PATH-key.pem. Default: ${DEFAULT-VALUE}"
      },
      {
        "help.cert.footer",
        """
        Exit codes: 0 fine, 1 could not be written, 2 wrong usage, or a file is there
        already.

        Example:
          parley cert
          parley serve upper -l tls://127.0.0.1:9443 \\
              --tls-cert parley-cert.pem --tls-key parley-key.pem
          parley connect tls://127.0.0.1:9443 --ca parley-cert.pem
        """
      },
      {"help.port.description", "Say whether a port is free, or which process has it."},
      {"help.port.port", "1 to 65535"},
      {
        "help.port.footer",
        """
        Exit codes: 0 free for TCP and UDP, 1 taken, or the answer could not be written,
        2 no port.

        Example: parley port 9001
        """
      },
    };
  }
}
