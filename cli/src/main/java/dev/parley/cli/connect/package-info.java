/// `parley connect`: one connection, its typed or piped input, and the server's replies.
///
/// [ConnectCommand] declares the options, a [ConnectRun] is one run of the command, and a
/// [ConnectTalk] one conversation with a server.
package dev.parley.cli.connect;
